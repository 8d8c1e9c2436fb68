from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesValueMark(models.Model):
    """Customers of whom something happened that is not counted yet.

    Whatever happens only adds a row: no two people wait for each other, and what is rolled back leaves no mark. The
    nightly pass takes the marks away in the transaction that counts these customers anew, from what happened and not from
    what was counted before; so it may be killed at any moment and run twice.
    """
    _name = 'aftersales.value.mark'
    _description = "Customer to Be Counted"
    _log_access = False

    company_id = fields.Many2one('res.company', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Customer", required=True, index=True, ondelete='cascade')

    @api.model
    def _mark(self, pairs):
        """:param pairs: ids of company and partner"""
        pairs = sorted({(company, partner) for company, partner in pairs if company and partner})
        if pairs:
            self.env.cr.execute(SQL("INSERT INTO aftersales_value_mark (company_id, partner_id) VALUES %s", SQL(", ").join(
                SQL("%s", pair) for pair in pairs)))

    @api.model
    def _take(self, company, limit):
        """Take away the marks of so many customers.

        :return: ids of the customers
        """
        self.env.cr.execute(SQL(
            """
            WITH taken AS (
                SELECT partner_id FROM aftersales_value_mark WHERE company_id = %(company)s
              GROUP BY partner_id ORDER BY partner_id LIMIT %(limit)s)
            DELETE FROM aftersales_value_mark AS mark USING taken
             WHERE mark.company_id = %(company)s AND mark.partner_id = taken.partner_id
         RETURNING mark.partner_id
            """, company=company.id, limit=limit))
        return sorted({partner_id for partner_id, in self.env.cr.fetchall()})
