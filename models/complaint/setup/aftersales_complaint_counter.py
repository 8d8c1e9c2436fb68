from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesComplaintCounter(models.Model):
    """The last number of each month: two complaints of one month never share one, and none is left out (K1).

    A sequence of the database leaves out the number of whatever is rolled back. Here number and complaint are written
    together or not at all. One statement reads and counts: who counts at the same time waits, and begins again on what
    the first one wrote (see ``aftersales.claim.mixin``).
    """
    _name = 'aftersales.complaint.counter'
    _description = "Counter of Complaints"
    _order = 'month desc, id'
    _rec_name = 'month'

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    month = fields.Char(required=True, readonly=True, help="Year, month and kind: what the numbers begin with.")
    last_number = fields.Integer(string="Last Number", readonly=True)

    _month_uniq = models.Constraint('UNIQUE (company_id, month)', "This month is counted already.")

    @api.model
    def _draw(self, company, month, count):
        """:return: the next ``count`` numbers of the company that begin with ``month``, in their order"""
        self.flush_model(['last_number'])
        (last,), = self.env.execute_query(SQL(
            """
            INSERT INTO aftersales_complaint_counter (company_id, month, last_number)
                 VALUES (%(company)s, %(month)s, %(count)s)
            ON CONFLICT (company_id, month)
              DO UPDATE SET last_number = aftersales_complaint_counter.last_number + EXCLUDED.last_number
              RETURNING last_number
            """, company=company.id, month=month, count=count))
        self.invalidate_model(['last_number'])
        return [f'{month}{number:02}' for number in range(last - count + 1, last + 1)]
