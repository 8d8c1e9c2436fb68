from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.loan import LoanCommon, prepare_loaner

NOW = Datetime.to_datetime('2026-03-02 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestLoanFigures(LoanCommon):
    """J8: what loaners cost and bring, and what it costs to show it."""

    def test_costs_are_flat(self):
        """P7: the list, the fleet and the figures of many loaners take no more queries than of one."""
        loaners = self.env['fleet.vehicle'].with_user(self.user_dispatcher).create([
            prepare_loaner(self.env, self.workshop, self.model_a, f'沪A·M{number:04}') for number in range(12)])
        loans = self.env['aftersales.loan'].with_user(self.user_dispatcher).create([
            self._prepare_loan_vals(vehicle_id=car.id) for car in loaners])
        names = ('is_late', 'is_at_risk', 'amount_open', 'display_name', 'lent_days')
        self.assertFlat(lambda some: some.mapped(lambda loan: [loan[name] for name in names]), loans[:1], loans, slack=1)
        self.assertFlat(
            lambda some: some.mapped(lambda car: (car.loaner_state, car.loaner_due_date)), loaners[:1], loaners, slack=1)

    def test_figures(self):
        """J8: use, days by reason, cost, charges and damage add up."""
        loan = self._create_loan(date_to=NOW + timedelta(days=3))
        self._hand_out(loan)
        with freeze_time(NOW + timedelta(days=2)):
            self._take_back(loan, damage_ids=[Command.create({'view': 'top', 'x': 0.1, 'y': 0.1, 'kind': 'dent'})])
        with freeze_time(NOW + timedelta(days=9)):
            self.env.flush_all()
            row, = self.env['aftersales.loan.report'].with_user(self.user_dispatcher).formatted_read_group(
                [('vehicle_id', '=', self.loaner.id), ('date', '>=', '2026-03-02')], ['vehicle_id'],
                ['days_in_fleet:sum', 'days_out:sum', 'use:avg', 'cost:sum', 'damage:sum'])
        self.assertEqual(
            (row['days_in_fleet:sum'], row['days_out:sum'], row['use:avg'], row['cost:sum'], row['damage:sum']),
            (10, 3, 30.0, 600, 1))

    def test_figures_open_their_loan(self):
        """J8: a row of a day out opens its loan; one of a day on which the loaner stood, and none at all, say so."""
        loan = self._create_loan(date_to=NOW + timedelta(days=3))
        self._hand_out(loan)
        self.loaner.loaner_since = NOW.date() - timedelta(days=1)
        self.env.flush_all()
        Report = self.env['aftersales.loan.report'].with_user(self.user_dispatcher)
        stood, out = Report.search([('vehicle_id', '=', self.loaner.id)], order='date')[:2]
        self.assertEqual((stood.loan_id, out.loan_id), (loan.browse(), loan))
        action = out.action_view_loan()
        self.assertEqual((action['res_model'], action['res_id']), (loan._name, loan.id))
        for rows in (stood, Report):
            with self.assertRaisesRegex(UserError, "lent out"):
                rows.action_view_loan()
