from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

KINDS = [
    ('reception', "Reception Hall"), ('lounge', "Customer Lounge"), ('workshop', "Workshop Area"),
    ('store', "Parts Store Area"),
    ('tool', "Tool Room"), ('wash', "Wash Area"), ('parking', "Parking Area"), ('other', "Other Area"),
]


class AftersalesSiteArea(models.Model):
    """A part of an outlet that somebody is charged with and checks by the six S every week: a hall, a bay, the store."""
    _name = 'aftersales.site.area'
    _description = "Area of an Outlet"
    _inherit = ['aftersales.setup.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin']
    _order = 'workshop_id, sequence, id'
    _rec_names_search = ['name', 'workshop_id.name']
    _check_company_auto = True

    name = fields.Char(string="Area", required=True, translate=True, max_length=120, tracking=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default='workshop', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='cascade',
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    bay_id = fields.Many2one(
        'aftersales.bay', index='btree_not_null', ondelete='restrict', domain="[('workshop_id', '=', workshop_id)]")
    user_id = fields.Many2one(
        'res.users', string="Charged With It", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Makes the check, and has the task of it. Empty: whoever leads the outlet.")
    interval_days = fields.Integer(
        string="Checked Every (days)", default=7, bounds=(0, 366), tracking=True, help="0: no check is planned.")
    next_check_date = fields.Date(
        string="Next Check", default=lambda self: self.env.company._get_today(), index='btree_not_null')
    check_ids = fields.One2many('aftersales.site.check', 'area_id', string="Checks", readonly=True)

    @api.depends('name', 'workshop_id')
    def _compute_display_name(self):
        for area in self:
            area.display_name = ' · '.join(filter(None, (area.workshop_id.name, area.name)))

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_plan_site_checks(self, batch_size=100):
        """Plan the checks that are due, and give them to whoever is charged."""
        self._work_through(
            [('interval_days', '>', 0), ('next_check_date', '<=', fields.Date.today())], '_plan_site_check', batch_size,
            order='next_check_date, id')

    def _plan_site_check(self):
        """One open check an area: what nobody made yet is not planned a second time."""
        for area in self.sudo():  # sudo: checks and tasks are planned by the system
            today, checks = area.company_id._get_today(), area.env['aftersales.site.check']
            if not checks.search_count([('area_id', '=', area.id), ('state', '=', 'open')], limit=1):
                check = checks.create({'area_id': area.id, 'date': today})
                check._give_task()
            area.next_check_date = today + timedelta(days=max(area.interval_days, 1))

    def _get_charged(self):
        self.ensure_one()
        return self.user_id or self.workshop_id.manager_id

    def _get_task_summary(self, words, date):
        return words._("6S check: %(area)s, %(date)s", area=self.display_name, date=format_date(words, date))
