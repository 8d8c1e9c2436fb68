from dateutil.relativedelta import relativedelta


class NothingThere(Exception):
    """The dice chose a step for which there is nothing now."""


class Sold:
    """What a contract should say of itself, in plain numbers of cents and times."""

    def __init__(self, price, works):
        self.price, self.works, self.state = price, works, 'draft'
        self.earned = 0
        self.lines = {}
        self.start = self.end = None

    def begin(self, today, by_time):
        self.state, self.start, self.by_time, self.stood = 'active', today, by_time, 0
        self.end = today + relativedelta(months=12, days=-1)
        self.each = int(self.price / sum(self.works.values()) + 0.5)
        self.lines = {
            work: {'granted': times, 'reserved': 0, 'used': 0, 'forfeited': 0, 'refunded': 0}
            for work, times in self.works.items()}

    @property
    def rest(self):
        return self.price - self.earned if self.state in ('active', 'suspended', 'used_up', 'expired', 'refunded') else 0

    @property
    def held(self):
        """What stands aside for it on the account: from when its invoice is posted."""
        return self.price if self.state == 'posted' else self.rest

    def left(self, work):
        line = self.lines.get(work)
        return line['granted'] - line['reserved'] - line['used'] - line['forfeited'] - line['refunded'] if line else 0

    @property
    def reserved(self):
        return sum(line['reserved'] for line in self.lines.values())

    def pays(self, work, today):
        return self.state == 'active' and self.end >= today and self.left(work) > 0

    def use(self, work):
        line = self.lines[work]
        line['reserved'] -= 1
        line['used'] += 1
        is_last = all(line['used'] == line['granted'] for line in self.lines.values())
        self.earned += self.rest if is_last else 0 if self.by_time else min(self.each, self.rest)
        if is_last:
            self.state = 'used_up'

    def suspend(self, today):
        self.state, self.since = 'suspended', today

    def resume(self, today):
        days = (today - self.since).days
        self.state, self.stood, self.end = 'active', self.stood + days, self.end + relativedelta(days=days)

    def earn(self, until):
        days = (self.end - self.start).days + 1 - self.stood
        passed = min(max((until - self.start).days + 1 - self.stood, 0), days)
        self.earned += max(int(self.price * passed / days + 0.5) - self.earned, 0)

    def close(self, how, state):
        for work, line in self.lines.items():
            line[how] += self.left(work)
        self.state = state
