/**
 * Where the next page of a part that scrolls begins: with the first item that was not shown whole; after the last page
 * comes the first one.
 *
 * @param {HTMLElement} el the part that scrolls
 * @param {string} items selector of what is not cut
 * @returns {number}
 */
export function getNextPage(el, items) {
    if (el.scrollTop >= el.scrollHeight - el.clientHeight - 1) {
        return 0;
    }
    const frame = el.getBoundingClientRect();
    const head = el.querySelector(".o_board_head")?.offsetHeight || 0;
    const cut = [...el.querySelectorAll(items)].find((item) => item.getBoundingClientRect().bottom > frame.bottom + 1);
    const way = cut ? cut.getBoundingClientRect().top - frame.top - head : 0;
    // What is taller than a page goes on, rather than stay for ever.
    return el.scrollTop + (way > 4 ? way : el.clientHeight - head);
}
