from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

# Who brings the car back so much later is asked for another day.
GRACE_HOURS = 1


class AftersalesLoan(models.Model):
    """What the borrower owes: proposed from the two papers, invoiced by accounting."""
    _inherit = 'aftersales.loan'

    amount_charged = fields.Monetary(string="Charges, Untaxed", compute='_compute_amounts')
    amount_open = fields.Monetary(string="To Invoice", compute='_compute_amounts')
    is_to_invoice = fields.Boolean(compute='_compute_amounts', search='_search_is_to_invoice')
    move_ids = fields.Many2many('account.move', string="Invoices", compute='_compute_move_ids', compute_sudo=True)
    move_count = fields.Integer(compute='_compute_move_ids', compute_sudo=True)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('charge_ids.amount', 'charge_ids.amount_untaxed', 'charge_ids.move_id.state')
    def _compute_amounts(self):
        for loan in self:
            due = loan.charge_ids.filtered(lambda charge: charge._is_open())
            loan.amount_charged = loan.charge_ids._sum_untaxed()
            loan.amount_open = due._sum_untaxed()
            loan.is_to_invoice = bool(due) and loan.state in ('back', 'settled')

    def _search_is_to_invoice(self, operator, value):
        if operator != 'in':
            return NotImplemented
        due = Domain('state', 'in', ('back', 'settled')) & Domain('charge_ids', 'any', [
            ('amount', '!=', 0), '|', ('move_id', '=', False), ('move_id.state', '=', 'cancel')])
        return due if True in value else ~due

    @api.depends('charge_ids.move_id')
    def _compute_move_ids(self):
        for loan in self:
            loan.move_ids = loan.charge_ids.move_id
            loan.move_count = len(loan.move_ids)

    # === ACTION METHODS ===#

    def action_invoice(self):
        """A draft for the borrower of each loan, with all that is open."""
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("Only people who keep the books make invoices."))
        self.check_access('read')
        moves = self.env['account.move']
        for loan in self:
            moves |= loan._create_invoice()
        return moves._get_records_action(name=self.env._("Invoices"))

    @api.readonly
    def action_view_invoices(self):
        self.ensure_one()
        return self.move_ids.with_env(self.env)._get_records_action(name=self.env._("Invoices"))

    # === BUSINESS METHODS ===#

    def _create_invoice(self):
        """:return: a draft invoice of what the borrower owes and was not asked for yet"""
        self.ensure_one()
        self._claim_for_update()  # two who invoice at once make one
        loan = self.sudo()  # sudo: accounting reads what it invoices; the invoice is made with its own rights
        loan.charge_ids._check_priced()
        charges = loan.charge_ids.filtered(lambda charge: charge._is_open())
        if loan.state not in ('back', 'settled') or not charges:
            raise UserError(self.env._("%(loan)s: there is nothing to invoice.", loan=self.display_name))
        move = self.env['account.move'].with_company(self.company_id).create({
            'move_type': 'out_invoice', 'partner_id': self.partner_id.id, 'company_id': self.company_id.id,
            'currency_id': self.currency_id.id, 'invoice_origin': self.name,
            'invoice_line_ids': [Command.create(charge._prepare_invoice_line_vals()) for charge in charges],
        })
        charges.move_id = move
        if loan.state == 'back':
            loan._transition('settled')
        return move

    def _open_again(self):
        """What is settled and owed again is somebody's work again."""
        self.filtered(lambda loan: loan.state == 'settled' and loan.is_to_invoice)._transition('back')

    def _propose_charges(self):
        """What follows from the two papers; damage is priced by people."""
        self.ensure_one()
        out, back = self._get_sheet('out'), self._get_sheet('back')
        days = self._get_days(self.date_out, self.date_back)
        rows = []
        if self.daily_rate:
            rows.append(('hire', days, self.daily_rate, self.env._("Hire of %(plate)s", plate=self.license_plate)))
        if self.km_per_day:
            over = back.odometer - out.odometer - self.km_per_day * days
            if over > 0:
                rows.append(('km', over, None, self.env._(
                    "%(over)s km beyond %(free)s km", over=f'{over:.0f}', free=self.km_per_day * days)))
        wanted = 100 if self.fuel_policy == 'full' else out._get_level()
        if back._get_level() >= 0 and wanted > back._get_level():
            rows.append(('fuel', wanted - back._get_level(), None, self.env._(
                "Fuel or charge: %(back)s %% instead of %(out)s %%", back=back._get_level(), out=wanted)))
        if back.needs_cleaning:
            rows.append(('cleaning', 1, None, self.env._("Cleaning")))
        late = (self.date_back - self.date_to).total_seconds() / 3600
        if late > GRACE_HOURS and not self.daily_rate:  # whoever hires pays for these days already
            rows.append(('late', self._get_days(self.date_to, self.date_back), self.vehicle_id.loaner_daily_value, self.env._(
                "Days late: due on %(date)s", date=self._say(self.date_to))))
        rows += [('damage', 1, 0, self.env._("Damage: %(mark)s", mark=mark.display_name)) for mark in back._get_new_damage()]
        Charge = self.env['aftersales.loan.charge']
        Charge.create([
            Charge._prepare_proposal(self, kind, quantity, price, name) for kind, quantity, price, name in rows])
