from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date


class AftersalesReviewMixin(models.AbstractModel):
    """What somebody looks at again every so many months, and is told of before: risks, duties of the law, emergency plans."""
    _name = 'aftersales.review.mixin'
    _description = "Looked At Again"
    _inherit = ['aftersales.due.mixin']
    _due_task = 'aftersales.mail_activity_review'

    start_date = fields.Date(
        string="Since", required=True, default=lambda self: self.env.company._get_today(), tracking=True)
    interval_months = fields.Integer(string="Every (months)", default=3, bounds=(1, 120), tracking=True)
    last_date = fields.Date(string="Last Looked At", readonly=True, copy=False)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_due_fields(self):
        return ['start_date', 'last_date', 'interval_months']

    def _get_next_date(self):
        """What was never looked at is due from its first day."""
        self.ensure_one()
        return self.last_date and self.last_date + relativedelta(months=self.interval_months) or self.start_date

    def _get_due_summary(self, words):
        return words._("Due on %(date)s: %(record)s", date=format_date(words, self.next_date), record=self.display_name)

    def _note_looked_at(self, date):
        # sudo: when it was looked at last is the system's
        for record in self.sudo():
            record.last_date = max(filter(None, (record.last_date, date)))

    @api.model
    def _cron_tell_reviews(self, batch_size=200):
        self._tell_all_due(batch_size)
