// What a look at pixels tells: whether a change of state can be seen, and how well.

/** A page of its own on which pictures are compared. */
export class Sight {
  static async open(browser) {
    const sight = new Sight();
    sight.page = await browser.newPage();
    return sight;
  }

  /** How many pixels of two pictures of one size contrast with one another by 3:1 or more (WCAG 2.2, 1.4.11). */
  differing(before, after) {
    return this.page.evaluate(async (pictures) => {
      const [one, two] = await Promise.all(pictures.map(async (picture) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      }));
      if (one.length !== two.length) throw new Error("pictures of two sizes");
      const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      const luminance = (data, at) => 0.2126 * linear(data[at] / 255) + 0.7152 * linear(data[at + 1] / 255) + 0.0722 * linear(data[at + 2] / 255);
      let count = 0;
      for (let at = 0; at < one.length; at += 4) {
        const [dark, light] = [luminance(one, at), luminance(two, at)].sort((a, b) => a - b);
        if ((light + 0.05) / (dark + 0.05) >= 3) count += 1;
      }
      return count;
    }, [before, after].map((picture) => picture.toString("base64")));
  }
}

/** A picture of an element and 12 px around it, as far as they are in the window. */
export async function around(page, element) {
  const box = await element.boundingBox();
  const { width, height } = page.viewportSize();
  const [left, top] = [Math.max(0, box.x - 12), Math.max(0, box.y - 12)];
  const clip = { x: left, y: top, width: Math.min(width, box.x + box.width + 12) - left, height: Math.min(height, box.y + box.height + 12) - top };
  return page.screenshot({ clip, caret: "hide", animations: "disabled" });
}
