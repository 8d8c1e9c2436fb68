from datetime import timedelta

from odoo import api, fields, models

CAPACITY_DAYS = 14


class AftersalesCapacity(models.TransientModel):
    """Hours of the coming two weeks by outlet, day and skill, read afresh whenever the screen is opened (C7)."""
    _name = 'aftersales.capacity'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Capacity"
    _order = 'date, workshop_id, skill_name'
    _rec_name = 'date'

    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    date = fields.Date(readonly=True)
    skill_id = fields.Many2one('hr.skill', string="Skill", readonly=True)
    skill_name = fields.Char(string="Team or Skill", readonly=True)
    available = fields.Float(string="Available Hours", readonly=True)
    booked = fields.Float(string="Booked Hours", readonly=True)
    carried_over = fields.Float(
        string="Carried-over Hours", readonly=True, help="Unfinished work in the house that has no plan yet.")
    free = fields.Float(string="Free Hours", readonly=True)
    loading = fields.Float(
        string="Loading (%)", readonly=True, aggregator='avg',
        help="(booked + carried-over hours) / available hours")

    @api.model
    def action_open(self):
        """Read the load of the outlets the user may see, and show it."""
        self.search([('create_uid', '=', self.env.uid)]).unlink()
        now = fields.Datetime.now()
        workshops = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)])
        self.create([
            self._prepare_vals(row)
            for workshop in workshops
            for today in [workshop._get_local_day(now)]
            for row in workshop._get_load(today, today + timedelta(days=CAPACITY_DAYS - 1))
        ])
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_capacity')
        action['domain'] = [('create_uid', '=', self.env.uid)]
        return action

    @api.model
    def _prepare_vals(self, row):
        return {
            'workshop_id': row['workshop'].id,
            'date': row['date'],
            'skill_id': row['skill'].id,
            'skill_name': row['skill'].name or self.env._("Whole team"),
            **{name: row[name] for name in ('available', 'booked', 'carried_over', 'free', 'loading')},
        }
