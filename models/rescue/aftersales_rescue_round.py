from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# So many days before its day a visit is planned.
AHEAD = relativedelta(days=14)


class AftersalesRescueRound(models.Model):
    """Regular inspections at a fleet customer: which cars, where, every how many months; each visit is planned by itself two
    weeks ahead, with a line for each car (J9). A contract says how many are due by ``_get_next_date``."""
    _name = 'aftersales.rescue.round'
    _description = "Regular Inspection at a Fleet"
    _inherit = ['aftersales.batch.mixin', 'aftersales.system.values.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'next_date, id'
    _rec_names_search = ['partner_id.name', 'place']
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, tracking=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True, tracking=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id(), ondelete='restrict')
    place = fields.Char(string="Where", required=True, tracking=True)
    phone = fields.Char(string="Call-back Number")
    every_months = fields.Integer(string="Every Months", required=True, default=6, bounds=(1, 60), tracking=True)
    next_date = fields.Date(string="Next Visit", required=True, tracking=True, index=True)
    vehicle_ids = fields.Many2many(
        'fleet.vehicle', 'aftersales_rescue_round_vehicle_rel', 'round_id', 'vehicle_id', string="Cars",
        check_company=True)
    vehicle_count = fields.Integer(string="Number of Cars", compute='_compute_vehicle_count')
    rescue_ids = fields.One2many('aftersales.rescue', 'round_id', string="Inspection Visits", readonly=True)
    note = fields.Text(help="What was agreed: hours, keys, whom to ask for.")

    @api.depends('vehicle_ids')
    def _compute_vehicle_count(self):
        for plan in self:
            plan.vehicle_count = len(plan.vehicle_ids)

    @api.depends('partner_id', 'place')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = ' · '.join(filter(None, (plan.partner_id.name, plan.place)))

    def write(self, vals):
        vals = self._read_inputs(vals)
        return super().write(vals)

    def _get_failure_document(self):
        return self

    # === ACTION METHODS ===#

    def action_plan(self):
        """Plan the next visit now."""
        self.check_access('write')
        self._plan_visit()
        return self.rescue_ids.sorted('id')[-1:]._get_form_action(self.rescue_ids.sorted('id')[-1:])

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_plan_rounds(self, batch_size=100):
        self._work_through(
            [('next_date', '<=', fields.Date.context_today(self) + AHEAD)], '_plan_visit', batch_size, order='next_date, id')

    def _plan_visit(self):
        """The visit of the next day, and the day after it: in one step, so that no visit is planned twice."""
        for plan in self:
            start, __ = plan.workshop_id._get_day_bounds(plan.next_date)
            self.env['aftersales.rescue'].create({
                'kind': 'round', 'round_id': plan.id, 'workshop_id': plan.workshop_id.id, 'company_id': plan.company_id.id,
                'partner_id': plan.partner_id.id, 'place': plan.place, 'phone': plan.phone or plan.partner_id.phone,
                'car_words': plan.env._("%(count)s cars", count=plan.vehicle_count), 'story': plan.note,
                'promised_date': fields.Datetime.add(start, hours=10), 'channel': 'counter', 'is_drivable': True,
                'user_id': plan.workshop_id.manager_id.id or self.env.uid,
                'car_ids': [Command.create({'vehicle_id': vehicle.id}) for vehicle in plan.vehicle_ids]})
            plan.next_date = plan._get_next_date()

    def _get_next_date(self):
        """Hook: the day of the visit after this one."""
        self.ensure_one()
        return self.next_date + relativedelta(months=self.every_months)
