from odoo import api, models

TASK = 'aftersales.mail_activity_figure'
# Of a month that is not over, so few records say nothing yet.
LEAST = 5


class AftersalesIndicatorFigure(models.Model):
    """A figure that misses its target is a task of the outlet's manager: once, whatever comes of it afterwards."""
    _inherit = 'aftersales.indicator.figure'

    @api.model
    def _tell_owners(self, outlets, month):
        """:param month: first day; only what says something by now is told"""
        figures = self.sudo().search([  # sudo: whose task it is, is the outlet's to say
            ('workshop_id', 'in', outlets.ids), ('month', '=', month), ('verdict', '=', 'bad'), ('is_told', '=', False)])
        tasks = {}
        for owner, own in figures.filtered(lambda one: one.owner_id.active).grouped('owner_id').items():
            readable = own.with_user(owner)._filtered_access('read')
            for figure in own.with_context(lang=owner.lang).filtered(lambda one, ids=set(readable.ids): one.id in ids):
                is_over = figure.month < figure.company_id._get_today().replace(day=1)
                if is_over or figure.count >= LEAST:
                    tasks[figure] = {'user_id': owner.id, 'summary': figure.env._(
                        "%(indicator)s of %(outlet)s misses its target: %(value)s, target %(target)s",
                        indicator=figure.indicator_id.name, outlet=figure.workshop_id.name, value=figure.value_text,
                        target=figure.target_text)}
        if tasks:
            figures._create_tasks(TASK, tasks)
            figures.browse([figure.id for figure in tasks]).is_told = True
