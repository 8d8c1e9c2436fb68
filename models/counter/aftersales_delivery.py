from odoo import api, fields, models

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesDelivery(models.Model):
    """How a car was handed back (F4): who explained what, what the customer signed. Written once, never changed."""
    _name = 'aftersales.delivery'
    _inherit = ['aftersales.evidence.mixin']
    _description = "Delivery"
    _order = 'id desc'
    _rec_name = 'order_id'
    _is_born_frozen = True
    _sealed_fields = (
        'order_id', 'date', 'user_id', 'receiver', 'signature', 'signature_kind', 'unsigned_reason', 'odometer', 'next_service',
        'next_service_date', 'next_service_odometer', 'advice', 'amount_total', 'amount_unpaid',
    )

    order_id = fields.Many2one(
        'aftersales.order', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    date = fields.Datetime(string="Delivered On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Delivered By", required=True, readonly=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user)
    receiver = fields.Char(string="Received By", readonly=True, help="Who took the car and the key.")
    signature = fields.Image(max_width=1024, max_height=1024, readonly=True, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    is_signed = fields.Boolean(string="Signed", readonly=True)
    unsigned_reason = fields.Char(string="Why Without Signature", readonly=True)
    odometer = fields.Float(string="Odometer Out", digits=(12, 0), readonly=True, aggregator=None)
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    next_service = fields.Char(readonly=True)
    next_service_date = fields.Date(readonly=True)
    next_service_odometer = fields.Float(digits=(12, 0), readonly=True, aggregator=None)
    advice = fields.Text(readonly=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount_total = fields.Monetary(string="Total Explained", readonly=True, groups='aftersales.group_price,base.group_portal')
    amount_unpaid = fields.Monetary(
        string="Unpaid at Delivery", readonly=True,
        groups='aftersales.group_price,base.group_portal',
    )
    content = fields.Text(groups='aftersales.group_price,base.group_portal')
    line_ids = fields.One2many('aftersales.delivery.line', 'delivery_id', string="Explained", readonly=True)

    _order_uniq = models.UniqueIndex(
        '(order_id)', "This order's car was delivered already. Reload the page to see by whom.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals({
                'date': now, 'user_id': self.env.uid, **vals, 'is_signed': bool(vals.get('signature')),
                'signature_kind': bool(vals.get('signature')) and (vals.get('signature_kind') or 'drawn')})
            for vals in vals_list
        ])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        order = self.order_id
        return super()._get_evidence() | {
            'order': order.name,
            'vehicle': order.vehicle_id.display_name,
            'plate': order.license_plate or '',
            'vin': order.vehicle_id.vin_sn or '',
            'customer': order.partner_id.display_name,
            'explained': [
                {'name': line.name, 'is_done': line.is_done, 'note': line.note or ''} for line in self.line_ids
            ],
        }

    def _get_frozen_message(self):
        return self.env._("A delivery is evidence of what was explained and signed. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("Deliver the car with “Deliver Car” on its repair order; this keeps the evidence.")
