from odoo import api, fields, models

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesOldPartReceipt(models.Model):
    """Old parts that the customer took along, with his signature: written once, never changed (H6)."""
    _name = 'aftersales.old.part.receipt'
    _description = "Old Parts Given to the Customer"
    _inherit = ['aftersales.evidence.mixin']
    _order = 'id desc'
    _rec_name = 'date'
    _is_born_frozen = True
    _sealed_fields = ('order_id', 'date', 'user_id', 'receiver', 'signature', 'signature_kind', 'parts')

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id')
    date = fields.Datetime(string="Given On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Given By", required=True, readonly=True, ondelete='restrict', index=True)
    receiver = fields.Char(string="Received By", required=True, readonly=True)
    signature = fields.Image(max_width=1024, max_height=1024, required=True, readonly=True, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    parts = fields.Text(readonly=True, help="The list as it was signed: a tag a line.")
    old_part_ids = fields.One2many('aftersales.old.part', 'receipt_id', string="Old Parts", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals}))
            for vals in vals_list])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        order = self.order_id
        return super()._get_evidence() | {
            'order': order.name, 'plate': order.license_plate or '', 'customer': order.partner_id.display_name,
            'company': order.company_id.name,
        }

    def _get_frozen_message(self):
        return self.env._("What a customer signed for is evidence. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("The receipt is signed with the button of the repair order.")
