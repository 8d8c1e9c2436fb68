import os
from random import Random

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis.strategies import lists, randoms, sampled_from

# As many lives more, for a long walk by hand: AFTERSALES_LIVES=500 ./dev test tests/deposit/test_deposit_lives.py
MORE = int(os.environ.get('AFTERSALES_LIVES', '0'))
ALL = settings(
    deadline=None, database=None, derandomize=not MORE, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink))


def draw_lives(live, beginnings, steps, lives=2, longest=16):
    """Random lives of a document, drawn by hypothesis: what goes wrong is told with the fewest steps that still do.

    :param live: called with steps and dice, for what chance decides in each step; takes back what it did, returns the
        steps that were possible, and raises AssertionError when the document says something else than it should
    :param beginnings: lives that are always tried, so that each step is, whatever the dice say
    :param steps: names of what may happen; what stands there twice happens twice as often
    :param lives: how many are drawn, of at most ``longest`` steps, the shortest of them first
    :return: all steps that were possible in any of them
    """
    told = []

    def lived(walk, dice):
        told.extend(live(walk, dice))

    test = given(walk=lists(sampled_from(steps), max_size=longest), dice=randoms(use_true_random=False))(lived)
    for number, beginning in reversed(list(enumerate(beginnings))):
        test = example(walk=beginning, dice=Random(number))(test)
    settings(ALL, max_examples=lives + MORE)(test)()
    return told
