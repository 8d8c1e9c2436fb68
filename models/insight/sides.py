"""What a figure is counted from. A measure says it in records and domains, so that the list behind it is the same."""
from typing import Any, NamedTuple


class Side(NamedTuple):
    """Records of all outlets of a company, and what of them is summed up."""

    model: str
    domain: list
    value: Any = '__count'  # an aggregate of ``_read_group``, or two fields between which the days are counted
    outlet: str = 'workshop_id'  # whose records they are: an outlet, or its store
    rate: str = ''  # where the amounts are in the money of the document: its rate
    money: tuple = ()  # where it keeps no rate: its currency, and the day whose rate holds

    def narrowed(self, *domain):
        """The same, of those only that the domain has."""
        return self._replace(domain=[*self.domain, *domain])

    @property
    def key(self):
        """What is read in one query."""
        is_days = isinstance(self.value, tuple)
        return self.model, self.outlet, self.rate, self.money, self.value if is_days else None, str(self.domain)


class Measure(NamedTuple):
    """A number; or one of another, as a share or a mean. ``is_mean``: the part is a mean already, of as many as the whole."""

    part: Side
    whole: Side | None = None
    is_mean: bool = False
    is_counted: bool = False  # the whole is a number of things itself, of figures that are sums already
    is_now: bool = False  # of what is now: no month that is over can be counted again
    times: float = 1.0  # what is counted of a month stands for so much: for a year, twelve times


class Part(NamedTuple):
    """What was counted of one outlet. Of a number the denominator is 0."""

    numerator: float
    denominator: float
    count: int

    def reckon(self, scale):
        """The figure: what it comes to."""
        return scale * self.numerator / self.denominator if self.denominator else self.numerator
