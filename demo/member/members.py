from odoo import api, models
from odoo.fields import Command

# Of the open orders of a company, so many members use what their level gives.
MOST_USES = 2


class AftersalesDemo(models.AbstractModel):
    """Customers with silver, gold and diamond cards, two of each company who use theirs on the order of today (G3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_members(self):
        Member = self.env['aftersales.member']
        Member._add_new()
        Member.search([('worked_date', '=', False)])._work_out()
        for outlet, login in (('shanghai', 'advisor'), ('hangzhou', 'advisor_hangzhou')):
            company = self._ref(f'company_{outlet}')
            orders = self.env['aftersales.order'].search([
                ('company_id', '=', company.id), ('state', 'in', ('received', 'in_progress'))], order='id')
            self._use_levels(self._as(orders, login, company))
        self._use_level_at_counter()

    def _use_levels(self, orders):
        used = 0
        for order in orders.filtered('can_use_benefits'):
            jobs = order.job_ids.filtered(lambda job: job._takes_benefits())
            labour = jobs.line_ids.filtered(lambda line: (
                line.line_type == 'labour' and line.price_total > 0 and line.approval != 'declined' and not line.qty_invoiced))
            if not labour:
                continue
            action = order.action_use_benefit()
            dialog = order.env['aftersales.benefit.wizard'].browse(action['res_id'])
            level = dialog.line_ids.filtered('is_level')
            if not level:
                continue  # whoever came today for the first time has none yet
            level.action_use()
            used += 1
            if used == MOST_USES:
                return

    def _use_level_at_counter(self):
        """A member asks at the counter what oil costs him; he thinks it over."""
        company = self._ref('company_shanghai')
        member = self.env['aftersales.member'].search([
            ('company_id', '=', company.id), ('level_id.parts_percent', '>', 0)], order='id', limit=1)
        if not member:
            return
        sale = self._as(self.env['aftersales.counter.sale'], 'parts', company).create({
            'workshop_id': self._ref('workshop_shanghai').id, 'partner_id': member.partner_id.id,
            'line_ids': [Command.create({'product_id': self._ref('part_oil_5w30').id, 'quantity': 4})]})
        action = sale.action_use_benefit()
        dialog = sale.env['aftersales.benefit.wizard'].browse(action['res_id'])
        dialog.line_ids.filtered('is_level').action_use()
