from odoo import fields, models


class AftersalesHardCaseStep(models.Model):
    """What was thought, tried and seen on a day (M3)."""
    _name = 'aftersales.hard.case.step'
    _description = "Step of a Hard Case"
    _order = 'case_id.id, date, id'
    _rec_name = 'idea'

    case_id = fields.Many2one('aftersales.hard.case', string="Hard Case", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='case_id.company_id', store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        'res.users', string="By", required=True, default=lambda self: self.env.user, index=True,
        domain="[('share', '=', False)]")
    idea = fields.Char(string="What It May Be", required=True, max_length=400)
    test = fields.Char(string="What Was Tried", max_length=400)
    result = fields.Char(string="What Was Seen", max_length=400)
