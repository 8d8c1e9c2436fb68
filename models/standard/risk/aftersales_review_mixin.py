from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

TASK = 'aftersales.mail_activity_review'
# So long before it is due whoever is in charge gets the task.
NOTICE = relativedelta(days=14)


class AftersalesReviewMixin(models.AbstractModel):
    """What somebody looks at again every so many months, and is told of before: risks, duties of the law, emergency plans."""
    _name = 'aftersales.review.mixin'
    _description = "Looked At Again"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin']
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: the whole company.")
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    start_date = fields.Date(
        string="Since", required=True, default=lambda self: self.env.company._get_today(), tracking=True)
    interval_months = fields.Integer(string="Every (months)", default=3, bounds=(1, 120), tracking=True)
    last_date = fields.Date(string="Last Looked At", readonly=True, copy=False)
    next_date = fields.Date(string="Next Date", compute='_compute_next_date', store=True, index=True)
    notice_date = fields.Date(string="Told From", compute='_compute_next_date', store=True, index=True)
    is_told = fields.Boolean(string="Told", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('start_date', 'last_date', 'interval_months')
    def _compute_next_date(self):
        """What was never looked at is due from its first day."""
        for record in self:
            day = record.last_date and record.last_date + relativedelta(months=record.interval_months) or record.start_date
            record.next_date = day
            record.notice_date = day and day - NOTICE

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

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        result = super().write(vals)
        if vals.keys() & {'start_date', 'last_date', 'interval_months', 'user_id', 'active'}:
            # sudo: whosever task it was; the new date is told anew
            self.sudo().activity_unlink([TASK])
            self.sudo().is_told = False
        return result

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(record)s stays in the history. Archive it instead.", record=self.display_name)

    # === BUSINESS METHODS ===#

    def _note_looked_at(self, date):
        # sudo: when it was looked at last is the system's
        for record in self.sudo():
            record.last_date = max(filter(None, (record.last_date, date)))

    @api.model
    def _cron_tell_reviews(self, batch_size=200):
        self._work_through(
            [('is_told', '=', False), ('notice_date', '<=', fields.Date.today())], '_tell_due', batch_size,
            order='notice_date, id', together=True)

    def _tell_due(self):
        tasks = {}
        for record in self.sudo():  # sudo: tasks and stamps are the system's
            words = record.with_context(lang=record.user_id.lang).env
            tasks[record] = {
                'user_id': record.user_id.id, 'date_deadline': record.next_date, 'summary': words._(
                    "Due on %(date)s: %(record)s", date=format_date(words, record.next_date), record=record.display_name)}
        self.sudo()._create_tasks(TASK, tasks)
        self.sudo().is_told = True
