//! What a published picture does not tell.

use std::io::Cursor;

use super::made::{colours, exif, facts, gif, jpeg, lying, noise, png, with_segments};
use crate::project::Project;

/// What a picture is published as.
fn published(name: &str, bytes: &[u8]) -> Vec<u8> {
    let project = Project::new(&[]);
    project.page("content/a/index.md", &format!("[a]({name})\n"));
    project.write(&format!("content/a/{name}"), bytes);
    project.build();
    project.files("public/a").remove(name).unwrap()
}

#[track_caller]
fn expect_silent(file: &[u8]) {
    for word in ["Exif", "EXIF", "eXIf", "Owner", "II*", "Photoshop", "xpacket", "XMP", "tEXt", "Secret"] {
        let at = file.windows(word.len()).position(|window| window == word.as_bytes());
        assert_eq!(at, None, "{word}");
    }
    let facts = facts(file);
    assert!(facts.is_clean && !facts.has_place);
}

#[test]
fn a_jpeg_keeps_its_pixels_and_colours_alone() {
    let plain = jpeg(60, 40);
    let profile = [b"ICC_PROFILE\0\x01\x01", &[7; 60][..]].concat();
    let thumbnail = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01", &b"Secret"[..3]].concat();
    let block = [b"Exif\0\0", &exif(1)[..]].concat();
    let full = with_segments(
        &plain,
        &[
            (0xE0, &thumbnail),
            (0xE0, b"JFXX\0\x10Secret"),
            (0xE1, &block),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0<?xpacket?>"),
            (0xE2, &profile),
            (0xE2, b"MPF\0Secret"),
            (0xED, b"Photoshop 3.0\0Secret"),
            (0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
            (0xFE, b"Secret"),
        ],
    );
    assert!(facts(&full).has_place && !facts(&full).is_clean);
    let clean = published("a.jpg", &[&full[..], b"Secret film"].concat());
    expect_silent(&clean);
    let kept = with_segments(
        &plain,
        &[(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"), (0xE2, &profile), (0xEE, b"Adobe\0\x64\0\0\0\0\x01")],
    );
    assert!(clean == kept);
}

#[test]
fn a_clean_picture_is_published_as_it_is() {
    let pixels = png(9, 9, &noise(9, 9));
    for (name, bytes) in [("a.jpg", jpeg(60, 40)), ("a.png", pixels), ("a.gif", gif(b""))] {
        assert!(facts(&bytes).is_clean, "{name}");
        assert!(published(name, &bytes) == bytes, "{name}");
    }
}

#[test]
fn a_png_keeps_its_pixels_and_colours_alone() {
    let numbers = noise(30, 20);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 30, 20);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_source_gamma(png::ScaledFloat::new(0.5));
    encoder.add_text_chunk("Author".into(), "Secret".into()).unwrap();
    encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), "<?xpacket?>".into()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::ChunkType(*b"eXIf"), &exif(1)).unwrap();
    writer.write_chunk(png::chunk::ChunkType(*b"tIME"), &[7; 7]).unwrap();
    writer.write_image_data(&numbers).unwrap();
    writer.finish().unwrap();
    let clean = published("a.png", &[&file[..], b"Secret"].concat());
    expect_silent(&clean);
    assert!(colours(&clean) == numbers);
    assert!(clean.windows(4).any(|name| name == b"gAMA") && !clean.windows(4).any(|name| name == b"tIME"));
}

#[test]
fn a_webp_keeps_its_pixels_and_colours_alone() {
    let numbers = noise(31, 20);
    let mut file = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.set_exif_metadata(exif(1));
    encoder.set_xmp_metadata(b"<?xpacket?>".to_vec());
    encoder.set_icc_profile(vec![7; 60]);
    encoder.encode(&numbers, 31, 20, image_webp::ColorType::Rgb8).unwrap();
    assert!(facts(&file).has_place);
    let clean = published("a.webp", &[&file[..], b"Secret"].concat());
    expect_silent(&clean);
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&clean)).unwrap();
    let mut decoded = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut decoded).unwrap();
    assert!(decoded == numbers);
    assert_eq!(decoder.icc_profile().unwrap(), Some(vec![7; 60]));
}

#[test]
fn a_gif_keeps_what_moves_alone() {
    let moves = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    let secret = b"!\xfe\x06Secret\0!\xff\x0bXMP DataXMP\x06Secret\0";
    let clean = published("a.gif", &[&gif(&[&secret[..], moves].concat())[..], b"Secret"].concat());
    expect_silent(&clean);
    assert!(clean == gif(moves));
}

#[test]
fn smaller_pictures_and_those_set_upright_keep_the_profile_of_their_colours_alone() {
    let mut profile = vec![7; 90_000];
    profile[16..20].copy_from_slice(b"RGB ");
    let pieces: Vec<Vec<u8>> = profile
        .chunks(60_000)
        .zip(1..)
        .map(|(piece, number)| [b"ICC_PROFILE\0", &[number, 2][..], piece].concat())
        .collect();
    let full = with_segments(&lying(&jpeg(600, 200), 8), &[(0xE2, &pieces[0]), (0xE2, &pieces[1])]);
    let project = Project::new(&[]);
    project.page("content/a/index.md", "![a](a.jpg)\n");
    project.write("content/a/a.jpg", &full);
    project.build();
    // Upright, it is 200 wide.
    let files = project.files("public/a");
    assert_eq!(files.len(), 2);
    expect_silent(&files["a.jpg"]);
    let mut decoder = zune_jpeg::JpegDecoder::new(Cursor::new(&files["a.jpg"]));
    decoder.decode_headers().unwrap();
    assert!(decoder.icc_profile() == Some(profile.clone()));
    assert_eq!(decoder.dimensions(), Some((200, 600)));
    project.write(
        "content/a/a.jpg",
        lying(&with_segments(&jpeg(600, 200), &[(0xE2, &pieces[0]), (0xE2, &pieces[1])]), 1),
    );
    project.build();
    let smaller =
        project.files("public/a").into_iter().find(|(name, _)| name.starts_with("a-480w-")).unwrap().1;
    expect_silent(&smaller);
    let mut decoder = zune_jpeg::JpegDecoder::new(Cursor::new(&smaller));
    decoder.decode_headers().unwrap();
    assert!(decoder.icc_profile() == Some(profile));
}
