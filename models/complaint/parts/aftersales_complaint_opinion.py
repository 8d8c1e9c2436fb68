from odoo import fields, models


class AftersalesComplaintOpinion(models.Model):
    """What a unit says to it; what was said stays, another opinion is added."""
    _name = 'aftersales.complaint.opinion'
    _inherit = ['aftersales.complaint.part.mixin', 'aftersales.history.mixin']
    _description = "Opinion on a Complaint"
    _order = 'date, id'
    _rec_name = 'role'
    _block = 'opinion_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    role = fields.Selection(
        [
            ('quality', "Quality"), ('unit', "Responsible unit"), ('technical', "Technical"), ('reception', "Reception"),
            ('office', "Manager's office"),
        ],
        string="Opinion Of", required=True)
    text = fields.Text(string="Opinion", required=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, required=True, default=lambda self: self.env.user)
    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
