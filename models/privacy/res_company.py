from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_request_days = fields.Integer(
        string="Working Days to Answer", default=15, bounds=(1, 90),
        help="Within so many working days a customer who asks about his personal data has his answer.")
    aftersales_review_months = fields.Integer(
        string="Months between Reviews of Rights", default=6, bounds=(1, 24),
        help="So often it is looked at who has which role.")
    aftersales_backup_months = fields.Integer(
        string="Months between Tests of the Backup", default=3, bounds=(1, 24),
        help="So often something is restored from a backup, to know that it can be.")

    def _get_request_due(self, day):
        """The last of the working days to answer, by the company's calendar; the day itself does not count.

        :param date day: on which somebody asked
        """
        self.ensure_one()
        start = fields.Datetime.to_datetime(fields.Date.add(day, days=1))
        due = self.resource_calendar_id and self.resource_calendar_id.plan_days(
            self.aftersales_request_days, start, compute_leaves=True)
        return due.date() if due else fields.Date.add(day, days=self.aftersales_request_days)
