from odoo import api, fields, models


class AftersalesIndicatorFigure(models.Model):
    """A figure as people read it: with its unit, beside those before it, and among those of the other outlets."""
    _inherit = 'aftersales.indicator.figure'

    value_text = fields.Char(string="Figure of the Month", compute='_compute_texts')
    target_text = fields.Char(string="Target", compute='_compute_texts')
    previous_text = fields.Char(string="Last Month", compute='_compute_texts')
    last_year_text = fields.Char(string="A Year Before", compute='_compute_texts')
    rank_text = fields.Char(
        string="Rank", compute='_compute_rank_text', help="Among the outlets of the company that have the figure.")

    @api.depends('value', 'target', 'has_target', 'previous', 'last_year', 'unit')
    @api.depends_context('lang')
    def _compute_texts(self):
        for figure in self:
            say, currency = figure.indicator_id._say_value, figure.company_id.currency_id
            figure.value_text = say(figure.value, figure.unit, currency)
            figure.target_text = say(figure.target if figure.has_target else None, figure.unit, currency)
            figure.previous_text = say(figure.previous if figure.has_previous else None, figure.unit, currency)
            figure.last_year_text = say(figure.last_year if figure.has_last_year else None, figure.unit, currency)

    @api.depends('value', 'month', 'indicator_id', 'workshop_id')
    def _compute_rank_text(self):
        # sudo: how many do better is told to whoever may see the figure, not who they are
        groups = self.sudo()._read_group([
            ('indicator_id', 'in', self.indicator_id.ids), ('company_id', 'in', self.company_id.ids),
            ('month', 'in', list({*self.mapped('month')})),
        ], ['company_id', 'indicator_id', 'month:month'], ['value:array_agg'])
        values = {(company, indicator, month): of_all for company, indicator, month, of_all in groups}
        for figure in self:
            of_all = values.get((figure.company_id, figure.indicator_id, figure.month), [])
            better = [one for one in of_all if (one > figure.value if figure.better == 'more' else one < figure.value)]
            figure.rank_text = f'{len(better) + 1} / {len(of_all)}' if len(of_all) > 1 else ''
