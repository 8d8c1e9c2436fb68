from odoo import api, fields, models

KINDS = [('labour', "Labour"), ('part', "Part"), ('other', "Other Item")]


class AftersalesPastVisitLine(models.Model):
    """What was done or fitted on an earlier visit, in the words of the system that kept it."""
    _name = 'aftersales.past.visit.line'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Work or Part of an Earlier Visit"
    _order = 'visit_id.id desc, id'

    visit_id = fields.Many2one(
        'aftersales.past.visit', string="Earlier Visit", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related='visit_id.currency_id')
    kind = fields.Selection(KINDS, string="Kind of Line", required=True, readonly=True, default='labour')
    code = fields.Char(string="Code Then", readonly=True, index='trigram')
    name = fields.Char(string="Work or Part", required=True, readonly=True)
    quantity = fields.Float(string="Hours or Pieces", readonly=True, digits='Product Unit', aggregator=None, bounds=(None, 1e6))
    amount = fields.Monetary(readonly=True, string="Amount Then", groups='aftersales.group_price', bounds=(-1e10, 1e10))
    pay_type = fields.Char(string="Paid As", readonly=True)

    @api.depends('name', 'code')
    def _compute_display_name(self):
        for line in self:
            line.display_name = f'[{line.code}] {line.name}' if line.code else line.name

    def _is_history(self):
        return True
