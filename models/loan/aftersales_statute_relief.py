from odoo import fields, models


class AftersalesStatuteRelief(models.Model):
    """The loaner a customer got because his repair takes too long, with the paper he signed (I8)."""
    _inherit = 'aftersales.statute.relief'

    loan_id = fields.Many2one(
        'aftersales.loan', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='aftersales.group_see_loan')
