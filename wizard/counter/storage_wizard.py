from odoo import api, fields, models


class AftersalesStorageWizard(models.TransientModel):
    """What a car that nobody collects costs, for how many days, and who agreed to it (contracts §9)."""
    _name = 'aftersales.storage.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Storage Fee"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='order_id.currency_id')
    told_date = fields.Datetime(related='order_id.storage_told_date')
    begin = fields.Date(related='order_id.storage_begin')
    words = fields.Char(string="What the Customer Is Told", compute='_compute_words')
    charged_days = fields.Integer(
        string="Days to Charge", compute='_compute_charged_days', store=True, readonly=False, precompute=True, bounds=(0, 3650))
    price_unit = fields.Monetary(
        string="Price of a Day", compute='_compute_price_unit', store=True, readonly=False, precompute=True, bounds=(0, 1e9),
        help="Fewer days or a lower price count as a discount and are bound by the limit of your role.")
    signatory = fields.Char(
        string="Agreed With", compute='_compute_signatory', store=True, readonly=False, precompute=True, max_length=128)

    @api.depends('order_id')
    @api.depends_context('lang')
    def _compute_words(self):
        for dialog in self:
            dialog.words = dialog.order_id._get_storage_words() if dialog.order_id else ''

    @api.depends('order_id')
    def _compute_charged_days(self):
        for dialog in self:
            dialog.charged_days = dialog.order_id.storage_days

    @api.depends('order_id')
    def _compute_price_unit(self):
        for dialog in self:
            dialog.price_unit = dialog.order_id._get_storage_price() if dialog.order_id else 0.0

    @api.depends('order_id')
    def _compute_signatory(self):
        for dialog in self:
            dialog.signatory = dialog.order_id.partner_id.name

    def action_apply(self):
        """The fee is a job of the order."""
        self.ensure_one()
        self.order_id._charge_storage(self.charged_days, self.price_unit, self.signatory or self.order_id.partner_id.name)
        return {'type': 'ir.actions.act_window_close'}

    def action_tell(self):
        """A message to the customer goes out with the next ones."""
        self.ensure_one()
        self.order_id._tell_storage()
        return {'type': 'ir.actions.act_window_close'}

    def action_told(self):
        """Somebody has told the customer."""
        self.ensure_one()
        self.order_id._tell_storage(by_person=True)
        return {'type': 'ir.actions.act_window_close'}
