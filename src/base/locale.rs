//! Dates, numbers, plural forms and order as a language and a place have them, from the data of CLDR that is compiled in.

use std::cmp::Ordering;

use icu_calendar::Gregorian;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::{LocaleDirectionality, LocaleExpander, locale};
use icu_plurals::{PluralCategory, PluralRules};

use super::language::LanguageCode;
use super::partial_date::{PartialDate, Precision};

/// A language as a place has it (BCP 47): `en-GB`, `ja`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(icu_locale::Locale);

impl Locale {
    /// Reads a tag.
    pub fn parse(tag: &str) -> Option<Locale> {
        let locale = icu_locale::Locale::try_from_str(tag).ok().filter(|_| !tag.contains('_'))?;
        (!locale.id.language.is_unknown()).then_some(Locale(locale))
    }

    /// That of a language of which no place is known. English is that of Europe, where days come before months.
    pub fn of_language(code: &LanguageCode) -> Locale {
        if code.as_str() == "en" {
            return Locale(locale!("en-GB"));
        }
        Locale::parse(code.as_str()).unwrap_or(Locale(icu_locale::Locale::UNKNOWN))
    }

    /// The code of its language.
    pub fn language(&self) -> &str {
        self.0.id.language.as_str()
    }

    /// Its language and place as Open Graph writes them: `en_GB`, `ja_JP`. <https://ogp.me/#optional>
    pub fn with_place(&self) -> String {
        let mut likely = self.0.id.clone();
        LocaleExpander::new_extended().maximize(&mut likely);
        let place = likely.region.map(|region| format!("_{region}")).unwrap_or_default();
        format!("{}{place}", likely.language)
    }

    /// The tag itself.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// Whether its script is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        LocaleDirectionality::new_common().is_right_to_left(&self.0.id)
    }

    /// The forms of a plural that its language tells apart: `one`, `other`.
    pub fn plural_forms(&self) -> Vec<&'static str> {
        let rules = PluralRules::try_new_cardinal((&self.0).into()).expect(COMPILED);
        rules.categories().map(form_name).collect()
    }
}

/// Why making a formatter cannot fail.
const COMPILED: &str = "the data of every language is compiled in, or falls back on that of all";

/// All names of forms of a plural.
pub const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn form_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Writes dates and numbers for a locale. Dates are those of the Gregorian calendar.
pub struct Formats {
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    year: FixedCalendarDateTimeFormatter<Gregorian, Y>,
    numbers: DecimalFormatter,
    plurals: PluralRules,
}

impl Formats {
    /// Those of a locale.
    pub fn of(locale: &Locale) -> Formats {
        let locale = &locale.0;
        Formats {
            day: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).expect(COMPILED),
            month: FixedCalendarDateTimeFormatter::try_new(locale.into(), YM::long()).expect(COMPILED),
            year: FixedCalendarDateTimeFormatter::try_new(locale.into(), Y::long()).expect(COMPILED),
            numbers: DecimalFormatter::try_new(locale.into(), Default::default()).expect(COMPILED),
            plurals: PluralRules::try_new_cardinal(locale.into()).expect(COMPILED),
        }
    }

    /// A date in full, as precisely as it is known: `1 November 2024`, `2024年11月`.
    pub fn date(&self, date: PartialDate) -> String {
        let first = date.first();
        let (month, day) = (first.month().unsigned_abs(), first.day().unsigned_abs());
        let Ok(gregorian) = Date::try_new_gregorian(first.year().into(), month, day) else {
            return date.to_string();
        };
        match date.precision() {
            Precision::Day => self.day.format(&gregorian).to_string(),
            Precision::Month => self.month.format(&gregorian).to_string(),
            Precision::Year => self.year.format(&gregorian).to_string(),
        }
    }

    /// A whole number: `1,234`.
    pub fn number(&self, number: i64) -> String {
        self.numbers.format(&Decimal::from(number)).to_string()
    }

    /// A number of digits with at most one point, `-1234.50`, with as many decimals: `-1,234.50`. Nothing if it is none.
    pub fn decimal(&self, digits: &str) -> Option<String> {
        // `1e9999999` would be a number of as many digits.
        let is_plain = !digits.contains(['e', 'E']);
        let number = is_plain.then(|| Decimal::try_from_str(digits).ok()).flatten()?;
        Some(self.numbers.format(&number).to_string())
    }

    /// The form of a plural that goes with a number: `one`, `other`.
    pub fn plural_form(&self, number: i64) -> &'static str {
        form_name(self.plurals.category_for(number))
    }
}

/// Puts names in the order of a dictionary.
pub struct Order(CollatorBorrowed<'static>);

impl Order {
    /// That of a locale.
    pub fn of(locale: &Locale) -> Order {
        Order(Collator::try_new((&locale.0).into(), CollatorOptions::default()).expect(COMPILED))
    }

    /// Which of two names comes first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.compare(one, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(tag: &str) -> [String; 3] {
        let formats = Formats::of(&Locale::parse(tag).unwrap());
        ["2024-11-01", "2024-11", "2024"].map(|text| formats.date(PartialDate::parse(text).unwrap()))
    }

    #[test]
    fn dates_are_written_in_full_as_precisely_as_they_are_known() {
        assert_eq!(dates("en-GB"), ["1 November 2024", "November 2024", "2024"]);
        assert_eq!(dates("en-US"), ["November 1, 2024", "November 2024", "2024"]);
        assert_eq!(dates("ja"), ["2024年11月1日", "2024年11月", "2024年"]);
        assert_eq!(dates("ja-u-ca-japanese"), dates("ja"), "the calendar is the Gregorian one");
        assert_eq!(dates("fr")[0], "1 novembre 2024");
    }

    #[test]
    fn tags_are_read_and_say_how_their_language_is_written() {
        for tag in ["", "en_GB", "e", "english", "日本", "und"] {
            assert_eq!(Locale::parse(tag), None, "{tag}");
        }
        let code = |text: &str| Locale::of_language(&LanguageCode::new(text).unwrap());
        assert_eq!(code("en").tag(), "en-GB");
        assert_eq!(code("pt-BR").tag(), "pt-BR");
        assert_eq!(["en", "ja", "zh-Hant"].map(|tag| code(tag).with_place()), ["en_GB", "ja_JP", "zh_TW"]);
        assert!(code("ar").is_right_to_left() && !code("ja").is_right_to_left());
        assert!(code("az-Arab").is_right_to_left() && !code("az").is_right_to_left());
        assert_eq!(code("ja").plural_forms(), ["other"]);
        assert_eq!(code("pl").plural_forms(), ["one", "few", "many", "other"]);
    }

    #[test]
    fn numbers_have_their_separators_and_their_forms() {
        let formats = |tag: &str| Formats::of(&Locale::parse(tag).unwrap());
        assert_eq!(formats("en").number(12_345), "12,345");
        assert_eq!(formats("de").number(12_345), "12.345");
        assert_eq!(formats("de").decimal("-12345.50").as_deref(), Some("-12.345,50"));
        assert_eq!(["", "1e5", "x"].map(|digits| formats("en").decimal(digits)), [None, None, None]);
        assert_eq!([0, 1, 2].map(|number| formats("en").plural_form(number)), ["other", "one", "other"]);
        assert_eq!([1, 2, 5].map(|number| formats("pl").plural_form(number)), ["one", "few", "many"]);
        assert_eq!(formats("ja").plural_form(1), "other");
    }

    #[test]
    fn names_are_in_the_order_of_a_dictionary() {
        let sorted = |tag: &str, names: &[&str]| {
            let order = Order::of(&Locale::parse(tag).unwrap());
            let mut sorted: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            sorted.sort_by(|one, other| order.compare(one, other));
            assert_eq!(sorted, names, "{tag}");
        };
        sorted("en-GB", &["alpha", "Alvarez", "Álvarez", "Alves", "Borrell", "Iwaya"]);
        sorted("ja", &["いしば", "いわや", "ボレル"]);
        sorted("ja", &["カー", "かあさん", "がいむ", "かき", "ｶｷｸ", "カク", "さ"]);
        sorted("ja", &["はし", "ばし", "ぱし", "はしら"]);
    }
}
