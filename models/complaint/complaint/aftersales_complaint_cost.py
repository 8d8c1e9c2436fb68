from odoo import api, fields, models
from odoo.tools import SQL

COSTS = ('cost_labour', 'cost_parts', 'cost_money', 'cost_vouchers', 'amount_recovered')


class AftersalesComplaint(models.Model):
    """What a case costs, worked out of its documents and never typed (K3; sheet of complaints, 7).

    Hours of the rework at what an hour costs the house, its parts at what they cost when they were issued, work of other
    shops as billed, credit notes and bills as posted, without taxes, vouchers at their value; less what makers, suppliers
    and insurers paid. The same words serve the form, the analysis and the monthly table.
    """
    _inherit = 'aftersales.complaint'

    cost_labour = fields.Monetary(
        string="Cost of Labour", compute='_compute_costs', groups='aftersales.group_price',
        help="Clocked on the rework, else its flat-rate hours, at what an hour costs the house.")
    cost_parts = fields.Monetary(
        string="Parts and Other Shops", compute='_compute_costs', groups='aftersales.group_price')
    cost_money = fields.Monetary(
        string="Credit Notes and Payments", compute='_compute_costs', groups='aftersales.group_price',
        help="Posted, without taxes.")
    cost_vouchers = fields.Monetary(string="Vouchers", compute='_compute_costs', groups='aftersales.group_price')
    amount_recovered = fields.Monetary(
        string="Recovered", compute='_compute_costs', groups='aftersales.group_price',
        help="Paid by makers and suppliers on linked claims, and invoiced to others or refunded by them.")
    cost_net = fields.Monetary(string="Cost of the Case", compute='_compute_costs', groups='aftersales.group_price')

    @api.depends('solution_ids.job_id', 'solution_ids.move_id', 'solution_ids.voucher_code')
    def _compute_costs(self):
        costs = self._read_costs()
        for complaint in self:
            own = costs.get(complaint._origin.id, dict.fromkeys(COSTS, 0.0))
            for name, amount in own.items():
                complaint[name] = amount
            complaint.cost_net = sum(own.values()) - 2 * own['amount_recovered']

    def _read_costs(self):
        """:return: dict of id: dict of name: amount in the company's currency; one query for all"""
        if not self._origin:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            "SELECT cost.complaint_id, %s FROM (%s) cost", SQL(', ').join(SQL.identifier('cost', name) for name in COSTS),
            self._get_cost_query(SQL("c.id IN %s", tuple(self._origin.ids)))))
        return {complaint_id: dict(zip(COSTS, map(float, amounts), strict=True)) for complaint_id, *amounts in rows}

    @api.model
    def _get_cost_query(self, condition):
        """The costs of each complaint ``c`` that has any.

        :param SQL condition: which complaints are asked for
        """
        return SQL("""
            SELECT entry.complaint_id, SUM(entry.labour) AS cost_labour, SUM(entry.parts) AS cost_parts,
                   SUM(entry.money) AS cost_money, SUM(entry.vouchers) AS cost_vouchers,
                   SUM(entry.recovered) AS amount_recovered
              FROM (%s UNION ALL %s UNION ALL %s) entry (complaint_id, labour, parts, money, vouchers, recovered)
          GROUP BY entry.complaint_id
        """, self._get_work_query(condition), self._get_money_query(condition), self._get_claim_query(condition))

    @api.model
    def _get_work_query(self, condition):
        """Hours, parts and other shops' work of rework jobs, and vouchers."""
        return SQL("""
            SELECT c.id,
                   CASE WHEN job.state IN ('done', 'passed') OR job.clocked_hours > 0
                        THEN COALESCE(NULLIF(job.clocked_hours, 0), job.flat_rate_hours, 0)
                             * COALESCE(company.aftersales_hour_cost, 0) ELSE 0 END,
                   COALESCE(part.value, 0) + COALESCE(sublet.value, 0), 0,
                   CASE WHEN solution.voucher_code IS NOT NULL THEN COALESCE(solution.amount, 0) ELSE 0 END, 0
              FROM aftersales_complaint c
              JOIN res_company company ON company.id = c.company_id
              JOIN aftersales_complaint_solution solution ON solution.complaint_id = c.id
         LEFT JOIN aftersales_job job ON job.id = solution.job_id AND job.state != 'cancelled'
         LEFT JOIN LATERAL (
                       SELECT SUM(CASE WHEN source.usage IN ('internal', 'transit') THEN ABS(move.value)
                                       ELSE -ABS(move.value) END) AS value
                         FROM aftersales_order_line line
                         JOIN stock_move move ON move.aftersales_line_id = line.id AND move.state = 'done'
                         JOIN stock_location source ON source.id = move.location_id
                         JOIN stock_location target ON target.id = move.location_dest_id
                        WHERE line.job_id = job.id
                          AND (source.usage IN ('internal', 'transit')) != (target.usage IN ('internal', 'transit'))
                   ) part ON job.id IS NOT NULL
         LEFT JOIN LATERAL (
                       SELECT SUM(bill.balance) AS value
                         FROM aftersales_order_line line
                         JOIN account_move_line bill ON bill.purchase_line_id = line.purchase_line_id
                          AND bill.parent_state = 'posted'
                        WHERE line.job_id = job.id
                   ) sublet ON job.id IS NOT NULL
             WHERE (solution.job_id IS NOT NULL OR solution.voucher_code IS NOT NULL) AND %s
        """, condition)

    @api.model
    def _get_money_query(self, condition):
        """Posted documents that belong to the case, by the company's currency: to customers a cost, else recovered."""
        return SQL("""
            SELECT c.id, 0, 0, CASE WHEN move.move_type IN ('out_refund', 'in_invoice', 'in_receipt')
                                    THEN -move.amount_untaxed_signed ELSE 0 END,
                   0, CASE WHEN move.move_type IN ('out_refund', 'in_invoice', 'in_receipt')
                           THEN 0 ELSE move.amount_untaxed_signed END
              FROM aftersales_complaint c
              JOIN account_move move ON move.aftersales_complaint_id = c.id
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_refund', 'in_invoice', 'in_receipt', 'in_refund', 'out_invoice', 'out_receipt')
               AND %s
        """, condition)

    @api.model
    def _get_claim_query(self, condition):
        """What makers and suppliers have paid on linked claims, at the rate of the day of the entry."""
        return SQL("""
            SELECT c.id, 0, 0, 0, 0, entry.amount / COALESCE(NULLIF(rate.rate, 0), 1)
              FROM aftersales_complaint c
              JOIN res_company company ON company.id = c.company_id
              JOIN aftersales_claim claim ON claim.complaint_id = c.id
              JOIN aftersales_claim_entry entry ON entry.claim_id = claim.id AND entry.account IN ('maker', 'supplier')
         LEFT JOIN LATERAL (
                       SELECT day.rate FROM res_currency_rate day
                        WHERE day.currency_id = claim.currency_id AND claim.currency_id != company.currency_id
                          AND day.name <= entry.date
                          AND (day.company_id IS NULL OR day.company_id = split_part(company.parent_path, '/', 1)::int)
                     ORDER BY day.company_id NULLS LAST, day.name DESC LIMIT 1) rate ON TRUE
             WHERE %s
        """, condition)
