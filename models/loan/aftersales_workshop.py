from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

LOANS = 'aftersales.action_loans'


class AftersalesWorkshop(models.Model):
    """How many loaners an outlet hands out, and what of them is to be done today (C7)."""
    _inherit = 'aftersales.workshop'

    loaner_quota = fields.Integer(
        string="Loaners a Day", default=0, bounds=(0, 1000),
        help="At most so many loaners are promised for hand-out on a day. 0: as many as there are.")
    loan_area = fields.Char(
        string="Where Loaners May Be Driven", translate=True, help="Printed on the contract; empty: nothing is said.")
    loan_excess = fields.Float(
        string="Excess per Damage of a Loaner", digits=(12, 2), bounds=(0, 1e8),
        help="Up to here the borrower bears a damage; printed on the contract.")

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_see_loan'):
            return tallies
        own = [('workshop_id', '=', self.id)]
        reserved, out = [*own, ('state', '=', 'reserved')], [*own, ('state', '=', 'out')]
        return [
            *tallies,
            Tally(70, 'loaners_late', 'wrong', self.env._("loaners not back in time"), LOANS, [
                *own, ('is_late', '=', True)], 'danger'),
            Tally(71, 'loaners_at_risk', 'wrong', self.env._("loaners promised and still out"), LOANS, [
                *own, ('is_at_risk', '=', True)], 'danger'),
            Tally(74, 'loaners_to_hand_out', 'wait', self.env._("loaners to hand out"), LOANS, [
                *reserved, ('date_from', '<', stop)], 'warning'),
            Tally(75, 'loaners_to_take_back', 'wait', self.env._("loaners to come back today"), LOANS, [
                *out, ('date_to', '>=', start), ('date_to', '<', stop)]),
            Tally(76, 'loaners_to_promise', 'wait', self.env._("appointments that want a loaner"),
                  'aftersales.action_appointments', [
                      *own, ('lacks_loan', '=', True), ('state', 'in', ('draft', 'booked', 'confirmed'))], 'warning'),
            Tally(77, 'loans_to_settle', 'wait', self.env._("loans to settle"), LOANS, [*own, ('state', '=', 'back')]),
            Tally(77, 'deposits_to_give_back', 'wait', self.env._("deposits to give back"), LOANS, [
                *own, ('state', 'in', ('back', 'settled', 'cancelled')), ('is_deposit_held', '=', True)]),
            Tally(78, 'loaners_out', 'now', self.env._("loaners out"), LOANS, out),
        ]
