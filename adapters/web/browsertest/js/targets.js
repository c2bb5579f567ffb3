// WCAG 2.2, 2.5.8: what is pressed is 24 by 24 CSS pixels, or stands alone.
(() => {
  const { shown, call, face, operable } = browsertest;
  const least = 24;

  // area is all that can be pressed for a control: itself and its labels.
  const area = (el) => {
    const boxes = [face(el), ...(el.labels ?? [])].filter(shown).map((e) => e.getBoundingClientRect());
    const left = Math.min(...boxes.map((b) => b.left));
    const top = Math.min(...boxes.map((b) => b.top));
    return { left, top, width: Math.max(...boxes.map((b) => b.right)) - left, height: Math.max(...boxes.map((b) => b.bottom)) - top };
  };
  // A link in a sentence is as high as the sentence.
  const inSentence = (el) => {
    if (getComputedStyle(el).display !== 'inline') return false;
    const words = (node) => (node.textContent ?? '').trim();
    return [...el.parentElement.childNodes].some((node) => node !== el && words(node));
  };
  // round is the circle of 24 pixels around the middle of a small target; near
  // is whether it touches the box, or the circle, of another.
  const round = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  const distance = (at, box) => Math.hypot(Math.max(box.left - at.x, 0, at.x - box.left - box.width), Math.max(box.top - at.y, 0, at.y - box.top - box.height));
  const small = (box) => box.width < least - 0.01 || box.height < least - 0.01;
  const near = (a, b) => {
    const at = round(a);
    if (distance(at, b) < least / 2) return true;
    const other = round(b);
    return small(b) && Math.hypot(at.x - other.x, at.y - other.y) < least;
  };

  browsertest.targets = () => {
    const modal = document.querySelector('dialog:modal');
    const things = [...(modal ?? document).querySelectorAll(operable)].filter((el) => shown(el) && !el.disabled && onPage(face(el)));
    const boxes = things.map(area);
    const found = [];
    things.forEach((el, i) => {
      const box = boxes[i];
      if (!small(box) || inSentence(el)) return;
      const crowd = things.find((other, j) => j !== i && !el.contains(other) && !other.contains(el) && near(box, boxes[j]));
      if (crowd) found.push(`${call(el)} is ${Math.round(box.width)} by ${Math.round(box.height)} pixels and too near to ${call(crowd)}`);
    });
    return found;
  };
  // A skip link waits off the page until it has the focus.
  const onPage = (el) => {
    const box = el.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
  };
})();
