from odoo import fields, models
from odoo.exceptions import AccessError, UserError

CASHIER = 'aftersales.group_confirm_cash'
ABOVE = 'aftersales.group_cash_difference'


class AftersalesCashDay(models.Model):
    """Handed in by who took it, confirmed by somebody else; a difference of more than the company says by who may."""
    _inherit = 'aftersales.cash.day'

    _transitions = {
        'open': {'handed': None},
        'handed': dict.fromkeys(('confirmed', 'open'), CASHIER),
        'confirmed': {},
    }

    # === ACTION METHODS ===#

    def action_hand_in(self):
        """The person signs with his login: so much he received, so much he hands in."""
        self._move('handed')

    def action_confirm(self):
        """The second signature: so much was handed in."""
        self._move('confirmed')

    def action_count_again(self):
        """It was not what was written: given back to be counted again."""
        self._move('open')

    def action_view_payments(self):
        """The payments of the person on the day, by which it is counted."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_cash_list')
        return {**action, 'context': {'create': False}, 'domain': [
            ('company_id', '=', self.company_id.id), ('journal_id', '=', self.journal_id.id), ('date', '=', self.date),
            ('create_uid', '=', self.user_id.id), *self.env['account.payment']._get_cash_domain()]}

    # === GUARDS ===#

    def _move(self, target):
        self.check_access('write')
        self._claim_for_update()
        self._transition(target)

    def _check_handed(self):
        self._check_counted_by()
        for day in self:
            if day.currency_id.compare_amounts(day.handed_amount, day.received_amount) and not (day.reason or '').strip():
                raise UserError(self.env._(
                    "%(day)s: %(received)s was received and %(handed)s is handed in. Enter why it differs.",
                    day=day.display_name, received=day.currency_id.format(day.received_amount),
                    handed=day.currency_id.format(day.handed_amount)))

    def _check_confirmed(self):
        user = self.env.user
        for day in self:
            if user in (day.user_id | day.handed_id):
                raise UserError(self.env._(
                    "%(day)s: somebody else counts it and confirms it.", day=day.display_name))
            limit = day.company_id.aftersales_cash_difference
            if user.has_group(ABOVE):
                continue
            role = self.env.ref(ABOVE).sudo().name
            if day.currency_id.compare_amounts(abs(day.difference), limit) > 0:
                raise AccessError(self.env._(
                    "%(day)s differs by %(difference)s, more than %(limit)s. Only these roles confirm it: %(role)s.",
                    day=day.display_name, difference=day.currency_id.format(day.difference),
                    limit=day.currency_id.format(limit), role=role))
            locked = day.company_id._get_lock_date_violations(
                day.date, fiscalyear=True, sale=False, purchase=False, tax=False, hard=True)
            if locked:
                raise AccessError(self.env._(
                    "%(day)s: the books of its day are closed. Only these roles confirm it now: %(role)s.",
                    day=day.display_name, role=role))

    def _check_open(self):
        taken = {day._get_key() for day in self.search([
            ('company_id', 'in', self.company_id.ids), ('journal_id', 'in', self.journal_id.ids),
            ('user_id', 'in', self.user_id.ids), ('date', 'in', self.mapped('date')), ('state', '=', 'open')])}
        for day in self:
            if day._get_key() in taken:
                raise UserError(self.env._(
                    "%(day)s: more was taken since, which is to be handed in first.", day=day.display_name))

    # === STAMPS ===#

    def _after_handed(self, source):
        for day in self.sudo():  # sudo: stamps are the system's
            # What was received is read before it counts as stated.
            received = self._fetch_rests([day._get_key()])[day._get_key()]
            day.write({
                'stated_amount': received, 'handed_id': self.env.uid, 'handed_date': fields.Datetime.now()})

    def _after_confirmed(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'confirmed_id': self.env.uid, 'confirmed_date': fields.Datetime.now()})

    def _after_open(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'stated_amount': 0.0, 'handed_id': False, 'handed_date': False})
