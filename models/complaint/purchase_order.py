from odoo import fields, models


class PurchaseOrder(models.Model):
    """What was bought because of a complaint, or is in dispute with its supplier."""
    _inherit = 'purchase.order'

    aftersales_complaint_id = fields.Many2one(
        'aftersales.complaint', string="Complaint", copy=False, index='btree_not_null', ondelete='set null',
        check_company=True, groups='aftersales.group_see_complaint')

    def _prepare_invoice(self):
        """Its bill is a cost of the complaint, its refund what was recovered."""
        # sudo: whoever makes the bill
        return super()._prepare_invoice() | {'aftersales_complaint_id': self.sudo().aftersales_complaint_id.id}
