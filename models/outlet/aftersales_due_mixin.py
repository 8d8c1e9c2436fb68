from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesDueMixin(models.AbstractModel):
    """What falls due again and again, of which whoever is in charge is told once before each date: certificates, risks,
    duties of the law, plans, norms.

    The model computes ``next_date`` and says in ``_get_due_summary`` what the task asks for.
    """
    _name = 'aftersales.due.mixin'
    _description = "Falls Due Again"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin']
    _check_company_auto = True

    # The kind of task, and how long before the date it is given.
    _due_task = None
    _due_notice = relativedelta(days=14)

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: the whole company.")
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    next_date = fields.Date(string="Next Date", compute='_compute_next_date', store=True, index=True)
    notice_date = fields.Date(string="Told From", compute='_compute_next_date', store=True, index=True)
    is_told = fields.Boolean(string="Told", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(lambda self: self._get_due_fields())
    def _compute_next_date(self):
        for record in self:
            record.next_date = record._get_next_date()
            record.notice_date = record.next_date and record.next_date - self._due_notice

    @api.depends('next_date', 'active', 'company_id')
    def _compute_is_overdue(self):
        for record in self:
            today = record.company_id._get_today() if record.company_id else False
            record.is_overdue = bool(today and record.active and record.next_date and record.next_date < today)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain('active', '=', True) & Domain.OR([
            Domain('company_id', '=', company.id) & Domain('next_date', '<', company._get_today())
            for company in self.env.companies])
        return overdue if True in value else ~overdue

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {*self._get_due_fields(), 'user_id', 'active'}:
            # sudo: whosever task it was; the new date is told anew
            self.sudo().activity_unlink([self._due_task])
            self.sudo().is_told = False
        return result

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(record)s stays in the history. Archive it instead.", record=self.display_name)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_due_fields(self):
        """Hook: names of the fields that the next date follows from."""
        return []

    def _get_next_date(self):
        """Hook: the day it is due, or False."""
        self.ensure_one()
        return False

    def _get_due_summary(self, words):
        """Hook: what the task asks for, in the language of ``words``."""
        self.ensure_one()
        return self.display_name

    @api.model
    def _tell_all_due(self, batch_size):
        self._work_through(
            [('is_told', '=', False), ('notice_date', '<=', fields.Date.today())], '_tell_due', batch_size,
            order='notice_date, id', together=True)

    def _tell_due(self):
        tasks = {}
        for record in self.sudo():  # sudo: tasks and stamps are the system's
            words = record.with_context(lang=record.user_id.lang).env
            tasks[record] = {
                'user_id': record.user_id.id, 'date_deadline': record.next_date,
                'summary': record._get_due_summary(words)}
        self.sudo()._create_tasks(self._due_task, tasks)
        self.sudo().is_told = True
