from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class AftersalesLoan(models.Model):
    """Reserved, handed out, taken back, settled; the two signed papers move it."""
    _inherit = 'aftersales.loan'
    _transitions = {
        'reserved': {'out': None, 'cancelled': None},
        'out': {'back': None},
        'back': {'settled': None},
        'settled': {'back': None},  # a fine that comes weeks later
        'cancelled': {'reserved': None},
    }

    # === ACTION METHODS ===#

    def action_hand_out(self):
        """The paper of the hand-out, on one screen."""
        return self._open_sheet('out')

    def action_take_back(self):
        """The paper of the return, with the damage that was there already."""
        return self._open_sheet('back')

    def action_settle(self):
        self._transition('settled')

    def action_reopen(self):
        self.filtered(lambda loan: loan.state == 'settled')._transition('back')
        ended = self.filtered(lambda loan: loan.state == 'cancelled')
        return ended._take_up_again() if ended else None

    def _open_sheet(self, kind):
        self.ensure_one()
        self.check_access('write')
        sheet = self._get_sheet(kind)
        if not sheet:
            self._check_reachable(kind)
            sheet = self.env['aftersales.loan.sheet'].create({'loan_id': self.id, 'kind': kind})
        return sheet._get_records_action(name=sheet.display_name)

    def action_print(self):
        """The contract, with the return where there is one."""
        sheets = self.sheet_ids.sorted('id')
        if not sheets:
            raise UserError(self.env._("%(loan)s has no paper yet: hand the car out first.", loan=self[:1].display_name))
        return self.env.ref('aftersales.action_report_loan').report_action(sheets)

    # === BUSINESS METHODS: GUARDS ===#

    def _check_out(self):
        for loan in self:
            if loan._get_sheet('out').state != 'signed':
                raise UserError(self.env._(
                    "%(loan)s is handed out with its paper: press “Hand Out”, and sign.", loan=loan.display_name))
        self._check_may_go_out()

    def _check_may_go_out(self):
        """What must be right before anybody signs.

        :raises UserError: naming the loan, what is missing and what to do
        """
        now = fields.Datetime.now()
        for loan in self.sudo():  # sudo: some of it is not everybody's to read
            loan._check_drivers()
            if loan.date_to <= now:
                raise UserError(self.env._(
                    "%(loan)s should be back by now. Enter when the car comes back before you hand it out.",
                    loan=loan.display_name))
            day = loan.workshop_id._get_local_day(loan.date_to)
            for name in ('insurance_due_date', 'inspection_due_date'):
                due = loan.vehicle_id[name]
                if due and due < day:
                    raise UserError(self.env._(
                        "%(loan)s: %(what)s of %(plate)s is on %(date)s, before the car is back. Give another car.",
                        loan=loan.display_name, what=loan.vehicle_id._fields[name]._description_string(self.env),
                        plate=loan.vehicle_id.license_plate, date=format_date(self.env, due)))
            other = self.sudo().search([
                ('vehicle_id', '=', loan.vehicle_id.id), ('state', '=', 'out'), ('id', '!=', loan.id)], limit=1)
            if other:
                raise UserError(self.env._(
                    "%(plate)s is still out with %(other)s. Take it back first.",
                    plate=loan.vehicle_id.license_plate, other=other.display_name))

    def _check_drivers(self):
        """Nobody drives without a licence that is valid until the car is back."""
        self.ensure_one()
        day = self.workshop_id._get_local_day(self.date_to)
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ('licence_number', 'licence_class', 'licence_expiry', 'id_number', 'phone') if not self[name]]
        if self.second_driver:
            missing += [
                self._fields[name]._description_string(self.env)
                for name in ('second_licence_number', 'second_licence_expiry') if not self[name]]
        if missing:
            raise UserError(self.env._(
                "%(loan)s: look at the papers of the driver and enter %(fields)s.",
                loan=self.display_name, fields=", ".join(missing)))
        for driver, expiry in ((self.partner_id.name, self.licence_expiry), (self.second_driver, self.second_licence_expiry)):
            if driver and expiry < day:
                raise UserError(self.env._(
                    "%(loan)s: the licence of %(driver)s ends on %(date)s, before the car is back.",
                    loan=self.display_name, driver=driver, date=format_date(self.env, expiry)))

    def _check_back(self):
        for loan in self:
            if loan._get_sheet('back').state != 'signed':
                raise UserError(self.env._(
                    "%(loan)s comes back with its paper: press “Take the Car Back”, and sign.", loan=loan.display_name))

    def _check_settled(self):
        self.sudo().charge_ids._check_priced()  # sudo: whoever may settle is told what is open
        for loan in self.sudo():
            charges = loan.charge_ids.filtered(lambda charge: charge._is_open())
            if charges:
                raise UserError(self.env._(
                    "%(loan)s: invoice %(charges)s first.", loan=loan.display_name, charges=", ".join(charges.mapped('name'))))

    def _check_cancelled(self):
        """A paper that nobody signed goes with it."""
        self.sudo().sheet_ids.filtered(lambda sheet: sheet.state == 'open').unlink()  # sudo: nothing was agreed yet

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _after_out(self, source):
        for loan in self.sudo():  # sudo: stamps are the system's
            sheet = loan._get_sheet('out')
            loan.date_out = sheet.signed_date
            sheet._record_odometer()
            loan._note_relief()
        self._forget_tasks()

    def _after_back(self, source):
        if source != 'out':
            return
        for loan in self.sudo():  # sudo: stamps are the system's
            sheet = loan._get_sheet('back')
            loan.date_back = sheet.signed_date
            sheet._record_odometer()
            loan.vehicle_id.loaner_fuel_level = max(sheet._get_level(), 0)
            loan.relief_ids.filtered(lambda relief: not relief.stop).stop = loan.date_back
            loan._propose_charges()
        self._forget_tasks()

    def _after_cancelled(self, source):
        self._forget_tasks()

    def _forget_tasks(self):
        self.sudo().activity_unlink([  # sudo: the task may be somebody else's
            'aftersales.mail_activity_loan_late', 'aftersales.mail_activity_loan_risk'])
        self.sudo().write({'late_told_date': False, 'risk_told_date': False})

    def _note_relief(self):
        """What the law asks for with a repair that takes too long is done, and its days are told on the repair record."""
        self.ensure_one()
        if self.order_id and not self.order_id.is_locked:
            self.env['aftersales.statute.relief'].create({
                'order_id': self.order_id.id, 'loan_id': self.id, 'kind': 'loaner', 'start': self.date_out,
                'note': f'{self.name} · {self.license_plate}'})
