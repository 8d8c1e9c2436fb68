from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.insight_rest import InsightRestCommon

from .test_insight import BY_HAND as COMMON

# Of the month made by hand: value, number of records, and the sum as it was done.
BY_HAND = {
    'ENQUIRIES': (3, 3, '3'), 'RESCUES': (2, 2, '2'), 'COUNTER_SALES': (450, 2, '450.00'),
    'INSPECTED': (50, 2, '1 / 2 × 100'), 'APPROVED_WORK': (50, 2, '1 / 2 × 100'),
    'APPROVED_VALUE': (66.67, 2, '1,000 / 1,500 × 100'),
    'ENQUIRIES_ANSWERED': (50, 2, '1 / 2 × 100'), 'PROMISES': (57.14, 7, '4 / 7 × 100'), 'COMEBACKS_RECEIVED': (1, 1, '1'),
    'FILL_RATE': (75, 20, '15 / 20 × 100'), 'HIT_RATE': (70, 10, '7 / 10 × 100'), 'RIGHT_PART': (90, 10, '9 / 10 × 100'),
    'PARTS_IN_TIME': (80, 10, '8 / 10 × 100'), 'LOST_SALES': (10, 20, '2 / 20 × 100'),
    'COUNT_ACCURACY': (75, 8, '6 / 8 × 100'), 'EMERGENCY_BUYS': (25, 1, '100 / 400 × 100'),
    'DEAD_STOCK': (10, 1, '50 / 500 × 100'), 'STOCK_TURNS': (2, 1, '1,200 / 600'),
    'SHORT_DELIVERIES': (20, 5, '1 / 5 × 100'), 'OLD_PARTS_OVERDUE': (25, 4, '1 / 4 × 100'),
    'CLAIMS': (2, 2, '2'), 'CLAIMED_AMOUNT': (1200, 2, '1,200.00'), 'FIRST_PASS': (33.33, 3, '1 / 3 × 100'),
    'CLAIMS_ACCEPTED': (93.33, 3, '1,400 / 1,500 × 100'), 'CLAIM_PAY_DAYS': (11, 2, '22 / 2'),
    'CLAIMS_IN_TIME': (50, 2, '1 / 2 × 100'),
    'CSI': (87.5, 2, '175 / 2'), 'SATISFIED': (50, 4, '2 / 4 × 100'), 'NPS': (33.33, 3, '100 / 3'),
    'CURED': (50, 2, '1 / 2 × 100'), 'RESPONSE_RATE': (75, 4, '3 / 4 × 100'),
    'COMPLAINT_COST': (150, 3, '150.00'), 'TRAINING': (66.67, 3, '2 / 3 × 100'), 'TRAINING_HOURS': (6, 2, '6'),
    'SITE_SCORE': (50, 2, '25 / 50 × 100'), 'SITE_CHECKS_DONE': (66.67, 3, '2 / 3 × 100'),
}
# Customers of April, of whom October tells whether they came again.
OF_OCTOBER = {'LOST_CUSTOMERS': (50, 2, '1 / 2 × 100')}
# Of a share, how many records its button "counted" opens.
COUNTED = {
    'INSPECTED': 2, 'ENQUIRIES_ANSWERED': 1, 'PROMISES': 4, 'CLAIMS_IN_TIME': 1, 'FIRST_PASS': 1, 'SATISFIED': 2,
    'CURED': 1, 'RESPONSE_RATE': 3, 'TRAINING': 2, 'SITE_CHECKS_DONE': 2, 'COMEBACKS_RECEIVED': 1,
}


@tagged('post_install', '-at_install')
class TestInsightRest(InsightRestCommon):
    """Indicators of which few outlets have records every day, by numbers written by hand (N1)."""

    def _tell(self, figures):
        return {code: (figure.value, figure.count, figure.words) for code, figure in figures.items()}

    def test_each_by_hand(self):
        """N1: value, n and the sum of every indicator that the month of ``test_insight`` leaves out."""
        found = self._tell(self._measure())
        self.assertEqual(
            {code: (found.get(code), by_hand) for code, by_hand in BY_HAND.items() if found.get(code) != by_hand}, {})
        october = self._tell(self._measure('2026-10-01'))
        self.assertEqual({code: october.get(code) for code in OF_OCTOBER}, OF_OCTOBER)

    def test_every_indicator_has_its_numbers(self):
        """N1: an indicator that comes has to be reckoned by hand, here or there."""
        codes = {*self.Indicator.search([], limit=500).mapped('code')}
        self.assertEqual(codes - {*COMMON, *BY_HAND, *OF_OCTOBER}, set())
        self.assertFalse({*BY_HAND, *OF_OCTOBER} & {*COMMON})

    def test_records_behind(self):
        """N1: the buttons of a figure open as many records as were counted, and of a share those that count."""
        figures = {**self._measure('2026-10-01'), **self._measure()}
        figures['LOST_CUSTOMERS'] = self._measure('2026-10-01')['LOST_CUSTOMERS']
        for code in {**BY_HAND, **OF_OCTOBER}:
            figure = figures[code].with_user(self.user_manager)
            indicator = figure.indicator_id
            measure = indicator._get_measure(indicator.measure, self.company._get_month_span(figure.month))
            expected = 1 if measure.is_counted else figure.count
            self.assertEqual(self._count(figure.action_open_records()), expected, code)
            if code in COUNTED:
                self.assertEqual(self._count(figure.action_open_counted()), COUNTED[code], code)

    def _count(self, action):
        return self.env[action['res_model']].with_user(self.user_manager).with_context(
            active_test=False).search_count(action['domain'])

    def test_long_numbers_are_told_whole(self):
        """N1: a sum of millions stands in the formula as it is, not rounded to six digits."""
        indicator = self.env.ref('aftersales.indicator_parts_share')
        self.assertEqual(
            indicator._say_words(12345678.25, 24691356.5, self.company.currency_id), '12,345,678.25 / 24,691,356.5 × 100')
