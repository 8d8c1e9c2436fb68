const { DateTime } = luxon;

export const MINUTE = 60000;
export const HOUR = 60 * MINUTE;
/** Plans are made in quarters of an hour. */
export const GRID = 15 * MINUTE;

/** The server's naive UTC moment as a number. */
export function parse(text) {
    return text ? Date.parse(`${text.replace(" ", "T")}Z`) : false;
}

export function serialize(moment) {
    return moment === false
        ? false
        : new Date(moment).toISOString().slice(0, 19).replace("T", " ");
}

export function format(moment, tz, how = "HH:mm") {
    return DateTime.fromMillis(moment, { zone: tz }).toFormat(how);
}

/** When work begun at a moment ends, laid into working time; what the server decides is what counts. */
export function layWork(work, start, hours) {
    let left = hours * HOUR;
    for (const [from, to] of work.map((pair) => pair.map(parse))) {
        const begin = Math.max(from, start);
        if (to <= begin) {
            continue;
        }
        if (to - begin >= left) {
            return begin + left;
        }
        left -= to - begin;
    }
    return start + hours * HOUR;
}

/** Working hours between two moments. */
export function countHours(work, start, stop) {
    return work.reduce((sum, [from, to]) => {
        return sum + Math.max(Math.min(parse(to), stop) - Math.max(parse(from), start), 0) / HOUR;
    }, 0);
}

/**
 * Time against width: the hours of each shown day side by side, without the nights between them.
 */
export class Axis {
    /**
     * @param {object} board what `get_board` answered
     */
    constructor(board) {
        this.tz = board.tz;
        this.segments = [];
        this.hours = 0;
        const first = DateTime.fromISO(board.date, { zone: board.tz });
        for (let index = 0; index < board.days; index++) {
            const day = first.plus({ days: index });
            const [start, stop] = this.getBounds(board, day.toMillis(), day.plus({ days: 1 }).toMillis());
            const hours = (stop - start) / HOUR;
            this.segments.push({ key: day.toISODate(), day, start, stop, offset: this.hours, hours });
            this.hours += hours;
        }
    }

    /** From the first opening, shift or plan of a day to the last, in full hours. */
    getBounds(board, dayStart, dayStop) {
        const moments = [...board.open, ...board.technicians.flatMap((row) => row.work)]
            .flat()
            .concat(board.cards.flatMap((card) => [card.start, card.stop]))
            .map(parse)
            .filter((moment) => moment && moment >= dayStart && moment <= dayStop);
        let start = Math.min(...moments, dayStop);
        let stop = Math.max(...moments, dayStart);
        if (stop - start < 4 * HOUR) {
            [start, stop] = [dayStart + 9 * HOUR, dayStart + 17 * HOUR];
        }
        return [Math.floor(start / HOUR) * HOUR, Math.ceil(stop / HOUR) * HOUR];
    }

    /** Where a moment is, from 0 to 1. */
    getPosition(moment) {
        const segment = this.segments.find(({ stop }) => moment < stop) || this.segments.at(-1);
        const inside = Math.min(Math.max(moment - segment.start, 0) / HOUR, segment.hours);
        return (segment.offset + inside) / this.hours;
    }

    /** The moment at a position, on the grid. */
    getMoment(position) {
        const hours = Math.min(Math.max(position, 0), 1) * this.hours;
        const segment =
            this.segments.find(({ offset, hours: length }) => hours < offset + length) ||
            this.segments.at(-1);
        const moment = segment.start + (hours - segment.offset) * HOUR;
        return Math.round(moment / GRID) * GRID;
    }

    /** Style of what lasts from start to stop; nothing when it lies outside what is shown. */
    getStyle(start, stop) {
        const left = this.getPosition(start);
        const right = this.getPosition(stop);
        return right > left ? `left:${left * 100}%;width:${(right - left) * 100}%` : "";
    }

    isShown(moment) {
        return this.segments.some(({ start, stop }) => moment >= start && moment <= stop);
    }

    get ticks() {
        return this.segments.flatMap((segment) =>
            Array.from({ length: Math.round(segment.hours) }, (_, index) => ({
                key: segment.start + index * HOUR,
                left: ((segment.offset + index) / this.hours) * 100,
                label: format(segment.start + index * HOUR, this.tz, "HH"),
                isDay: index === 0,
            }))
        );
    }

    /** What lies between intervals: the time nobody works. */
    getGaps(intervals) {
        const gaps = [];
        for (const segment of this.segments) {
            let from = segment.start;
            for (const [start, stop] of intervals.map((pair) => pair.map(parse))) {
                if (stop <= segment.start || start >= segment.stop) {
                    continue;
                }
                if (start > from) {
                    gaps.push([from, start]);
                }
                from = Math.max(from, stop);
            }
            if (from < segment.stop) {
                gaps.push([from, segment.stop]);
            }
        }
        return gaps;
    }
}

/**
 * How sure the promise is: "none" without one, "kept" when the work is done, else "good", "risk" or "late".
 *
 * @param {object} visit
 * @param {object[]} cards of the visit
 * @param {number} now
 * @param {number} slack minutes before the promise from which it is at risk
 */
export function getRisk(visit, cards, now, slack) {
    if (visit.kind !== "order" || !visit.promise) {
        return "none";
    }
    const promise = parse(visit.promise);
    if (!visit.unfinished) {
        return "kept";
    }
    const expected = parse(visit.expected);
    if (promise < now || !expected || expected > promise) {
        return "late";
    }
    const isHeld = visit.holds.length || cards.some((card) => isHeldUp(card));
    return isHeld || expected + slack * MINUTE > promise ? "risk" : "good";
}

/** Whether something must happen before work on the card can go on, as the server says of job and order. */
export function isHeldUp(card) {
    return Boolean(card.held);
}
