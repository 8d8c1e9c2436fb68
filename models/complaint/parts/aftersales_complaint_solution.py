from odoo import fields, models

from ..setup.aftersales_complaint_limit import SOLUTIONS


class AftersalesComplaintSolution(models.Model):
    """One thing that the customer is offered, and what it costs (K3)."""
    _name = 'aftersales.complaint.solution'
    _inherit = ['aftersales.complaint.part.mixin']
    _description = "Solution of a Complaint"
    _order = 'id'
    _rec_name = 'kind'
    _block = 'solution_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='complaint_id.currency_id')
    kind = fields.Selection(SOLUTIONS, string="Solution", required=True)
    note = fields.Char(string="In Particular")
    amount = fields.Monetary(
        bounds=(0, 1e9), groups='aftersales.group_price', help="What it costs us; the limit of whoever decides counts it.")
