from odoo import fields, models


class AftersalesRecallPart(models.Model):
    """One part of the kit that every car of a recall needs."""
    _name = 'aftersales.recall.part'
    _description = "Part of a Recall's Kit"
    _inherit = ['aftersales.kit.part.mixin']
    _order = 'recall_id.id, sequence, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    recall_id = fields.Many2one('aftersales.recall', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='recall_id.company_id', store=True, precompute=True, index=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='restrict', check_company=True,
        domain="[('type', '=', 'consu')]")

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)',
        "The quantity of a part in the kit must be greater than 0. Remove the line if it is not needed.")
