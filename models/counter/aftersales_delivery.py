from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesDelivery(models.Model):
    """How a car was handed back (F4): who explained what, what the customer signed. Written once, never changed."""
    _name = 'aftersales.delivery'
    _description = "Delivery"
    _order = 'id desc'
    _rec_name = 'order_id'

    order_id = fields.Many2one(
        'aftersales.order', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    date = fields.Datetime(string="Delivered On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Delivered By", required=True, readonly=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user)
    receiver = fields.Char(string="Received By", readonly=True, help="Who took the car and the key.")
    signature = fields.Image(max_width=1024, max_height=1024, readonly=True)
    is_signed = fields.Boolean(string="Signed", readonly=True)
    unsigned_reason = fields.Char(string="Why Without Signature", readonly=True)
    odometer = fields.Float(string="Odometer Out", digits=(12, 0), readonly=True, aggregator=None)
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    next_service = fields.Char(readonly=True)
    next_service_date = fields.Date(readonly=True)
    next_service_odometer = fields.Float(digits=(12, 0), readonly=True, aggregator=None)
    advice = fields.Text(readonly=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount_total = fields.Monetary(string="Total Explained", readonly=True)
    amount_unpaid = fields.Monetary(string="Unpaid at Delivery", readonly=True)
    line_ids = fields.One2many('aftersales.delivery.line', 'delivery_id', string="Explained", readonly=True)

    _order_uniq = models.UniqueIndex(
        '(order_id)', "This order's car was delivered already. Reload the page to see by whom.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system()
        return super().create([
            dict(vals, is_signed=bool(vals.get('signature'))) for vals in vals_list
        ])

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    # === BUSINESS METHODS ===#

    @api.model
    def _check_system(self):
        if not self.env.su:
            raise UserError(self.env._("Deliver the car with “Deliver Car” on its repair order; this keeps the evidence."))

    @api.model
    def _refuse_change(self):
        raise UserError(self.env._(
            "A delivery is evidence of what was explained and signed. It is neither changed nor deleted."))
