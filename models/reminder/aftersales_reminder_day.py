from datetime import date

from odoo import api, fields, models


class AftersalesReminderDay(models.Model):
    """Days that customers are reminded of or greeted on: changes of season, holidays; the moving ones a row each year (J4)."""
    _name = 'aftersales.reminder.day'
    _description = "Season or Holiday"
    _inherit = ['aftersales.setup.mixin']
    _order = 'date, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [('season', "Change of Season"), ('greeting', "Greeting")], required=True, default='greeting')
    date = fields.Date(required=True, index=True)
    is_yearly = fields.Boolean(string="Every Year", help="On the same day each year; leave it out for moving holidays.")
    text = fields.Text(
        string="Letter Text", translate=True, max_length=1000,
        help="What customers are told, in their language; it stands for {text} in the rule's words.")
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', compute='_compute_company_id', store=True, readonly=False, precompute=True,
        help="Empty: for all companies.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True,
        help="Empty: for all outlets. Winter comes earlier in the north.")

    @api.depends('workshop_id')
    def _compute_company_id(self):
        for day in self:
            day.company_id = day.workshop_id.company_id or day.company_id

    @api.model
    def _get_days(self, kind, company, first, last):
        """What falls on days from ``first`` to ``last``.

        :return: list of (id of the day, date, id of its outlet or None)
        """
        found = []
        # sudo: a scheduled action works for all companies
        for day in self.sudo().search([('kind', '=', kind), ('company_id', 'in', (False, company.id))]):
            for year in range(first.year, last.year + 1) if day.is_yearly else (day.date.year,):
                moment = _get_in_year(day.date, year)
                if first <= moment <= last:
                    found.append((day.id, moment, day.workshop_id.id or None))
        return found


def _get_in_year(day, year):
    """29 February is kept on the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
