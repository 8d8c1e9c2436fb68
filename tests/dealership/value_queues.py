from odoo.tools import SQL


class ValueQueues:
    """What the nightly passes of value classes work on."""

    def _prepare_work_out_values(self):
        """Passes of as many companies, which are rows alone: what makes up a company is none of this test."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'res_company' AND table_schema = 'public'"
            " AND column_name NOT IN ('id', 'name')")
        columns = SQL(", ").join(SQL.identifier(name) for name, in self.env.cr.fetchall())
        self.env.cr.execute(SQL(
            "INSERT INTO res_company (name, %s) SELECT 'Branch ' || number, %s FROM res_company, generate_series(1, %s) number"
            " WHERE res_company.id = %s RETURNING id", columns, columns, self.count, self.company.id))
        return '_work_batch', self.env['aftersales.value.run'].sudo().create([
            {'company_id': company_id} for company_id, in self.env.cr.fetchall()])

    def _prepare_win_back(self):
        self.env['aftersales.customer.value'].sudo().search([('needs_case', '=', True)]).needs_case = False
        return '_open_cases', self.env['aftersales.customer.value'].sudo().create([{
            'company_id': self.company.id, 'partner_id': partner.id, 'needs_case': True, 'status': 'lost', 'value_class': 'b',
            'last_visit': '2025-01-01', 'user_id': self.user_advisor.id,
        } for partner in self.env['res.partner'].create([{'name': f"Lost {number}"} for number in range(self.count)])])
