from odoo import api, fields, models


class AftersalesOldPartReceipt(models.Model):
    """Old parts that the customer took along, with his signature: written once, never changed (H6)."""
    _name = 'aftersales.old.part.receipt'
    _description = "Old Parts Given to the Customer"
    _inherit = ['aftersales.old.part.paper.mixin']
    _sealed_fields = ('order_id', 'date', 'user_id', 'receiver', 'signature', 'signature_kind', 'parts')

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id')
    user_id = fields.Many2one(required=True, index=True)
    old_part_ids = fields.One2many('aftersales.old.part', 'receipt_id', string="Old Parts", readonly=True)

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
