from odoo import fields, models


class AftersalesClaim(models.Model):
    """What a maker or supplier bears of a complaint."""
    _inherit = 'aftersales.claim'

    complaint_id = fields.Many2one(
        'aftersales.complaint', index='btree_not_null', ondelete='set null', check_company=True, tracking=True,
        groups='aftersales.group_see_complaint',
        help="What the maker and the supplier pay of this claim is what was recovered of the complaint's cost.")
