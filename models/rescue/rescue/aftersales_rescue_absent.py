from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

PRICE = 'aftersales.group_price,base.group_portal'


class AftersalesRescue(models.Model):
    """The crew is there and the customer is not: shown by a photo, a fee for the trip, a new time with him (J9)."""
    _inherit = 'aftersales.rescue'

    absent_date = fields.Datetime(string="Not There On", readonly=True, copy=False)
    absent_fee = fields.Monetary(
        string="Fee for the Trip", bounds=(0, 1e6), copy=False, tracking=True, groups=PRICE, compute='_compute_absent_fee',
        store=True, readonly=False, help="What the customer pays for the crew's trip to a place where nobody was.")

    @api.depends('absent_date')
    def _compute_absent_fee(self):
        Tariff = self.env['aftersales.rescue.tariff'].sudo()  # sudo: what we ask is told to whoever handles it
        gone = self.filtered('absent_date')
        rows = Tariff.search([('partner_id', '=', False), ('company_id', 'in', gone.company_id.ids)]) if gone else Tariff
        for rescue in self:
            rescue.absent_fee = rescue.absent_fee or (rows._pick(rescue).absent_price if rescue in gone else 0.0)

    # === ACTION METHODS ===#

    def action_absent(self):
        self._transition('absent')

    # === GUARDS ===#

    def _check_absent(self):
        """That the crew was there is shown by a photo of the place."""
        for rescue in self:
            if not rescue.sudo().photo_ids.filtered(  # sudo: that there is one is told to whoever reports
                    lambda photo, rescue=rescue: photo.taken_date and photo.taken_date >= rescue.arrived_date):
                raise UserError(self.env._(
                    "%(rescue)s: call the customer, and take a photo of the place that shows you were there.",
                    rescue=rescue.display_name))

    def _after_absent(self, source):
        """His new time is a new promise."""
        self.sudo().write({'first_promise': False})  # sudo: stamps are the system's

    def _check_confirmed(self):
        super()._check_confirmed()
        for rescue in self.filtered(lambda rescue: rescue.state == 'absent'):
            if not rescue.promised_date or rescue.promised_date <= fields.Datetime.now():
                raise UserError(self.env._(
                    "%(rescue)s: agree on a new time with the customer, and enter it as promised arrival.",
                    rescue=rescue.display_name))

    def _check_closed(self):
        super()._check_closed()
        for rescue in self.sudo():  # sudo: that there is a fee is told to whoever closes
            if rescue.state == 'absent' and rescue.absent_fee and not rescue.order_id:
                raise UserError(self.env._(
                    "%(rescue)s: make the repair order with the fee for the trip, or set the fee to nothing.",
                    rescue=rescue.display_name))

    # === BUSINESS METHODS ===#

    def _prepare_order_vals(self):
        """The trip that found nobody is asked for."""
        vals = super()._prepare_order_vals()
        fee = self.sudo().absent_fee  # sudo: what the tariff asks, whoever writes the order
        if self.absent_date and fee:
            day = self._get_time_text(self.absent_date)
            name = self.env._("Trip of %(date)s: nobody was there", date=day)
            vals.setdefault('job_ids', []).append(Command.create({'name': name, 'line_ids': [Command.create({
                'line_type': 'fee', 'product_id': self.env.ref('aftersales.product_rescue_trip').id, 'name': name,
                'quantity': 1, 'price_unit': fee})]}))
        return vals
