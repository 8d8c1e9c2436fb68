from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class AftersalesToolLoan(models.Model):
    """Who has which tool since when: one holder at a time, and each hand-over a row of its own."""
    _name = 'aftersales.tool.loan'
    _description = "Tool Loan"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'start desc, id desc'
    _rec_name = 'equipment_id'
    _rec_names_search = ['equipment_id', 'employee_id']
    _check_company_auto = True

    equipment_id = fields.Many2one(
        'maintenance.equipment', string="Tool", required=True, index=True, ondelete='restrict',
        domain="[('workshop_id', '!=', False)]")
    company_id = fields.Many2one(related='equipment_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='equipment_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    employee_id = fields.Many2one(
        'hr.employee', string="Borrowed By", required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    start = fields.Datetime(string="Lent On", required=True, readonly=True, default=fields.Datetime.now, copy=False)
    due_date = fields.Datetime(string="Due Back On", tracking=True, copy=False)
    stop = fields.Datetime(string="Given Back On", readonly=True, copy=False, tracking=True)
    returned_id = fields.Many2one('res.users', string="Taken Back By", readonly=True, copy=False, ondelete='restrict')
    from_id = fields.Many2one(
        'aftersales.tool.loan', string="Handed Over From", readonly=True, copy=False, ondelete='restrict',
        index='btree_not_null')
    note = fields.Char(max_length=200, tracking=True)
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')
    is_mine = fields.Boolean(string="Mine", compute='_compute_is_mine', search='_search_is_mine')
    is_told = fields.Boolean(string="Keeper Told", readonly=True, copy=False, export_string_translation=False)

    _one_holder = models.UniqueIndex(
        '(equipment_id) WHERE stop IS NULL', "Somebody else has just taken this tool. Reload the page to see who.")

    @api.depends('due_date', 'stop')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for loan in self:
            loan.is_overdue = bool(not loan.stop and loan.due_date and loan.due_date < now)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain('stop', '=', False) & Domain('due_date', '<', fields.Datetime.now())
        return overdue if True in value else ~overdue

    @api.depends('employee_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        mine = self.env.user.sudo().employee_ids  # sudo: people may always know their own employee
        for loan in self:
            loan.is_mine = loan.employee_id in mine

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        mine = self.env.user.sudo().employee_ids  # sudo: as above
        return [('employee_id', 'in' if True in value else 'not in', mine.ids)]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_free(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Another day to bring it back is told anew."""
        result = super().write(vals)
        if 'due_date' in vals:
            self._forget_tasks()
        return result

    @api.model
    def _check_free(self, vals_list):
        """Say who has it, before the database says only that somebody has."""
        # sudo: who has a tool is told to whoever wants it
        taken = self.sudo().search([
            ('equipment_id', 'in', [vals.get('equipment_id') for vals in vals_list]), ('stop', '=', False)], limit=1)
        if taken:
            raise UserError(self.env._(
                "%(tool)s is with %(person)s. It has to be given back or handed over first.",
                tool=taken.equipment_id.name, person=taken.employee_id.name))

    def action_return(self):
        """It is back in its place, says who had it or who looks after equipment; twice is once."""
        self.check_access('read')
        is_keeper = self.env.user.has_group('aftersales.group_equipment')
        for loan in self.filtered(lambda loan: not loan.stop):
            if not is_keeper and not loan.is_mine:
                raise AccessError(self.env._(
                    "%(tool)s is with %(person)s, who gives it back, or the workshop's dispatcher takes it back.",
                    tool=loan.equipment_id.name, person=loan.sudo().employee_id.name))
        self._end()

    def _end(self):
        # sudo: the stamps are the button's
        self.sudo().filtered(lambda loan: not loan.stop).write({
            'stop': fields.Datetime.now(), 'returned_id': self.env.uid})
        self._forget_tasks()

    def _forget_tasks(self):
        # sudo: whosever task it was
        told = self.sudo().filtered('is_told')
        if told:
            told.equipment_id.activity_unlink(['aftersales.mail_activity_tool_due'])
            told.is_told = False

    def _hand_over(self, employee):
        """All these tools go to somebody else, each as a row of its own.

        :return: the new loans
        """
        running = self.filtered(lambda loan: not loan.stop and loan.employee_id != employee)
        running._end()
        running.flush_recordset(['stop'])
        # sudo: loans are made by buttons
        return self.sudo().create([{
            'equipment_id': loan.equipment_id.id, 'employee_id': employee.id, 'due_date': loan.due_date,
            'from_id': loan.id} for loan in running])
