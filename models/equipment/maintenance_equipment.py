from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

# A check that failed is due at once.
ONE_DAY = relativedelta(days=1)


class MaintenanceEquipment(models.Model):
    """The register of workshop equipment and tools: where it stands, who keeps it, when it is calibrated again.

    What has an outlet is the workshop's; computers and phones of the same register stay as Odoo has them.
    """
    _name = 'maintenance.equipment'
    _inherit = [  # before what they extend
        'aftersales.system.values.mixin', 'aftersales.log.mixin', 'aftersales.batch.mixin', 'maintenance.equipment']
    # Where Odoo's HR bridge is there, it works the owner out and core writes him all the same.
    _guarded_by_model = frozenset({'owner_user_id'})

    register_no = fields.Char(string="No.", copy=False, index='btree_not_null', max_length=20, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', ondelete='restrict', check_company=True,
        tracking=True)
    bay_id = fields.Many2one(
        'aftersales.bay', string="Stands In", index='btree_not_null', ondelete='restrict', check_company=True,
        tracking=True, domain="[('workshop_id', '=', workshop_id)]")
    keeper_id = fields.Many2one(
        'res.users', string="Keeper", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('share', '=', False)]", help="Who looks after it, and is told when its calibration is due.")
    maker_name = fields.Char(string="Maker", max_length=60, tracking=True)
    bought_date = fields.Date(string="Bought On", tracking=True)
    disposal_note = fields.Char(
        string="Why Disposed Of", copy=False, tracking=True, help="Sold to whom, scrapped why.")

    check_months = fields.Integer(
        string="Calibrated Every (Months)", compute='_compute_check_months', store=True, readonly=False, precompute=True,
        bounds=(0, 240), tracking=True, help="0 where no calibration or inspection is needed.")
    shuts_bay = fields.Boolean(
        string="Shuts Its Bay", compute='_compute_shuts_bay', store=True, readonly=False, precompute=True, tracking=True,
        help="While calibration is overdue, its bay is neither booked nor planned.")
    # People of other departments read the register without what hangs on it.
    check_ids = fields.One2many(
        'aftersales.equipment.check', 'equipment_id', string="Calibrations", copy=False, groups='aftersales.group_user')
    check_date = fields.Date(string="Last Calibrated", compute='_compute_check_dates', store=True, copy=False)
    check_due_date = fields.Date(
        string="Calibration Due", compute='_compute_check_dates', store=True, index='btree_not_null', copy=False)
    check_notice_date = fields.Date(
        string="Told From", compute='_compute_check_dates', store=True, index='btree_not_null', copy=False)
    is_check_overdue = fields.Boolean(
        string="Calibration Overdue", compute='_compute_is_check_overdue', search='_search_is_check_overdue')
    is_check_told = fields.Boolean(
        string="Keeper Told", readonly=True, copy=False, export_string_translation=False)

    care_ids = fields.One2many(
        'aftersales.equipment.care', 'equipment_id', string="Care Plan", copy=True, groups='aftersales.group_user')
    loan_ids = fields.One2many(
        'aftersales.tool.loan', 'equipment_id', string="Tool Loans", copy=False, groups='aftersales.group_user')
    holder_id = fields.Many2one('hr.employee', string="Lent To", compute='_compute_holder_id', compute_sudo=True)
    time_ids = fields.One2many(
        'aftersales.time.entry', 'equipment_id', string="Time", copy=False, groups='aftersales.group_user')
    work_hours = fields.Float(
        string="Hours of Upkeep", compute='_compute_work_hours', compute_sudo=True,
        help="Clocked on its care and repair, as internal work of class D.")

    _register_no_unique = models.UniqueIndex(
        '(company_id, register_no)', "Another piece of equipment has this number already. Choose another one.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('workshop_id')
    def _compute_maintenance_team_id(self):
        """The workshop's equipment has a team in each company, where Odoo's own team is of one."""
        super()._compute_maintenance_team_id()
        team = self.env.ref('aftersales.equipment_team', raise_if_not_found=False)
        for equipment in self:
            if team and equipment.workshop_id and not equipment.maintenance_team_id:
                equipment.maintenance_team_id = team

    @api.depends('category_id')
    def _compute_check_months(self):
        for equipment in self:
            equipment.check_months = equipment.category_id.check_months

    @api.depends('category_id')
    def _compute_shuts_bay(self):
        for equipment in self:
            equipment.shuts_bay = equipment.category_id.shuts_bay

    @api.depends(
        'check_months', 'effective_date', 'category_id.notice_days', 'check_ids.date', 'check_ids.result',
        'check_ids.valid_until')
    def _compute_check_dates(self):
        """Due is what the last certificate says, or the interval after it; what was never checked is due from its first
        day, what failed is due at once."""
        for equipment in self:
            last = equipment.check_ids.sorted(lambda check: (check.date, check.id or 0))[-1:]
            due = False
            if last.result == 'failed':
                due = last.date - ONE_DAY
            elif last:
                due = last.valid_until or (
                    equipment.check_months and last.date + relativedelta(months=equipment.check_months))
            elif equipment.check_months:
                due = equipment.effective_date
            equipment.check_date = last.date
            equipment.check_due_date = due or False
            equipment.check_notice_date = due and due - relativedelta(days=equipment.category_id.notice_days)

    @api.depends('check_due_date', 'workshop_id')
    def _compute_is_check_overdue(self):
        today = self._get_today_by_outlet()
        for equipment in self:
            equipment.is_check_overdue = bool(
                equipment.check_due_date and equipment.workshop_id
                and equipment.check_due_date < today[equipment.workshop_id])

    def _search_is_check_overdue(self, operator, value):
        """Each outlet has its own day."""
        if operator != 'in':
            return NotImplemented
        # sudo: the day of an outlet is no secret, and rules say which equipment is seen
        outlets = self.env['aftersales.workshop'].sudo().search([('active', 'in', (True, False))], limit=1000)
        now, days = fields.Datetime.now(), {}
        for outlet in outlets:
            days.setdefault(outlet._get_local_day(now), []).append(outlet.id)
        overdue = Domain.OR([('workshop_id', 'in', ids), ('check_due_date', '<', day)] for day, ids in days.items())
        return overdue if True in value else ~overdue

    @api.model
    def _get_today_by_outlet(self):
        now = fields.Datetime.now()
        # sudo: as above
        return {outlet: outlet.sudo()._get_local_day(now) for outlet in self.workshop_id}

    @api.depends('loan_ids.stop', 'loan_ids.employee_id')
    def _compute_holder_id(self):
        loans = self.env['aftersales.tool.loan'].search([('equipment_id', 'in', self.ids), ('stop', '=', False)])
        holders = {loan.equipment_id.id: loan.employee_id for loan in loans}
        for equipment in self:
            equipment.holder_id = holders.get(equipment._origin.id, False)

    @api.depends('time_ids.hours')
    def _compute_work_hours(self):
        rows = self.env['aftersales.time.entry']._read_group(
            [('equipment_id', 'in', self.ids)], ['equipment_id'], ['hours:sum'])
        hours = {equipment.id: total for equipment, total in rows}
        for equipment in self:
            equipment.work_hours = hours.get(equipment._origin.id, 0.0)

    @api.constrains('bay_id', 'workshop_id')
    def _check_bay(self):
        for equipment in self:
            if equipment.bay_id and equipment.bay_id.workshop_id != equipment.workshop_id:
                raise ValidationError(self.env._(
                    "%(bay)s is not a bay of %(outlet)s, where %(equipment)s belongs. Choose a bay of this outlet.",
                    bay=equipment.bay_id.name, outlet=equipment.workshop_id.name or '', equipment=equipment.name))

    @api.onchange('workshop_id')
    def _onchange_workshop_id(self):
        if self.bay_id.workshop_id != self.workshop_id:
            self.bay_id = False

    # === ACTION METHODS ===#

    def action_dispose(self):
        """It leaves the register: kept with the day and why, no longer offered."""
        self.check_access('write')
        for equipment in self:
            if not (equipment.disposal_note or '').strip():
                raise UserError(self.env._(
                    "Write why %(equipment)s is disposed of before it leaves the register.", equipment=equipment.name))
            if equipment.holder_id:
                raise UserError(self.env._(
                    "%(equipment)s is lent to %(person)s. Take it back before it is disposed of.",
                    equipment=equipment.name, person=equipment.holder_id.name))
        self.write({'scrap_date': fields.Date.context_today(self), 'active': False})

    def action_borrow(self):
        """Whoever is logged in takes the tool."""
        self.check_access('read')
        self._check_may_use()
        Loan = self.env['aftersales.tool.loan']
        # sudo: loans are made by buttons, each by who takes the tool
        return bool(Loan.sudo().create([{
            'equipment_id': equipment.id,
            'employee_id': self.env['aftersales.time.entry']._get_clock_employee(equipment.company_id or self.env.company).id,
        } for equipment in self]))

    def action_give_back(self):
        """The tool is back in its place."""
        self.check_access('read')
        self.loan_ids.filtered(lambda loan: not loan.stop).action_return()

    def action_clock_upkeep(self):
        """The clock of whoever is logged in runs on the equipment's care or repair, as work of class D."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one piece of equipment to work on."))
        self.check_access('read')
        self._clock_upkeep()

    def _clock_upkeep(self, fault=None):
        """Start the clock of whoever is logged in on the equipment, for one of its faults where it is known."""
        self._check_may_use()
        fault = fault or self.env['maintenance.request']
        Entry = self.env['aftersales.time.entry']
        employee = Entry._get_clock_employee(self.company_id or self.env.company)
        entry = Entry._get_open_entry(employee)
        if entry.equipment_id == self and entry.fault_id == fault:
            raise UserError(self.env._("Your clock runs on %(equipment)s already.", equipment=self.name))
        if entry.job_id:
            entry.job_id.with_env(self.env)._clock_pause('other', None, employee)
        # sudo: people clock themselves by buttons and cannot write times
        Entry._clock_on(employee, reason='cleaning').sudo().write({
            'equipment_id': self.id, 'fault_id': fault.id})

    def action_report_fault(self):
        """What is wrong with it, and whether it stands still."""
        self.check_access('read')
        return self._open_form('maintenance.request', self.env._("Report a Fault"), {
            'default_equipment_id': self.id if len(self) == 1 else False, 'default_maintenance_type': 'corrective',
            'default_shuts_bay': bool(self.bay_id)}, 'aftersales.equipment_fault_view_form')

    def action_calibrate(self):
        """Enter what a calibration or inspection found."""
        return self._open_form('aftersales.equipment.check', self.env._("Calibration"), {
            'default_equipment_id': self.id if len(self) == 1 else False})

    def action_lift(self):
        """Let the bay be used for a while although calibration is overdue."""
        return self._open_form('aftersales.equipment.lift', self.env._("Use It All the Same"), {
            'default_equipment_id': self.id if len(self) == 1 else False})

    def _open_form(self, model, name, context, view=None):
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'view_mode': 'form', 'target': 'new',
            'views': [(self.env['ir.model.data']._xmlid_to_res_id(view) if view else False, 'form')], 'context': context}

    def _view_own(self, xmlid):
        return {
            **self.env['ir.actions.act_window']._for_xml_id(xmlid), 'context': {},
            'domain': [('equipment_id', 'in', self.ids)]}

    def action_view_faults(self):
        return self._view_own('aftersales.action_equipment_faults')

    def action_view_loans(self):
        return self._view_own('aftersales.action_tool_loans')

    def action_view_upkeep(self):
        return self._view_own('aftersales.aftersales_time_entry_action')

    # === BUSINESS METHODS ===#

    @api.model
    def _check_may_use(self):
        if not self.env.user.has_group('aftersales.group_use_tool'):
            raise AccessError(self.env._("Tools and equipment are used by those who work in the workshop."))
