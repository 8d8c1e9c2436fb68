from odoo import api, fields, models

OUTCOMES = [
    ('done', "Answered"), ('scope', "Not Allowed"), ('unknown', "Not Found"), ('invalid', "Wrong Input"),
    ('refused', "Refused"), ('limit', "Too Many Calls"), ('failed', "Error Here"),
]
GC_ROWS = 20_000


class AftersalesExchangeCall(models.Model):
    """What a partner asked: when, what for, how long it took and how it ended; not what was said about whom (Q5)."""
    _name = 'aftersales.exchange.call'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Call of a Partner"
    _order = 'id desc'
    _rec_name = 'method'

    partner_id = fields.Many2one(
        'aftersales.exchange.partner', string="Partner System", required=True, readonly=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    method = fields.Char(string="What Was Asked", required=True, readonly=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True, index=True)
    milliseconds = fields.Integer(string="Took (ms)", readonly=True, aggregator='avg')
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(string="Document Id", model_field='res_model', readonly=True)

    _partner_idx = models.Index('(partner_id, create_date)')
    _old_idx = models.Index('(company_id, create_date)')

    @api.autovacuum
    def _gc_old_calls(self):
        for company in self.env['res.company'].search([], limit=5000):
            until = fields.Datetime.subtract(fields.Datetime.now(), months=company.aftersales_call_months)
            self.search(
                [('company_id', '=', company.id), ('create_date', '<', until)], order='id', limit=GC_ROWS).unlink()
