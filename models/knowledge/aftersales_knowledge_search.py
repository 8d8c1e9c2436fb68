from odoo import fields, models


class AftersalesKnowledgeSearch(models.Model):
    """What was looked for, and how much was found: questions without an answer are the articles that are missing (M3)."""
    _name = 'aftersales.knowledge.search'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Question to the Knowledge Base"
    _order = 'date desc, id desc'
    _rec_name = 'question'

    question = fields.Char(required=True, max_length=500)
    date = fields.Datetime(string="Searched On", required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one('res.users', string="Searched By", required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, index=True, ondelete='restrict')
    job_id = fields.Many2one('aftersales.job', string="Job", index='btree_not_null', ondelete='set null')
    model_id = fields.Many2one('fleet.vehicle.model', string="Model", index='btree_not_null', ondelete='set null')
    hits = fields.Integer(string="Articles Found")
    is_missing = fields.Boolean(string="Nothing Found")
