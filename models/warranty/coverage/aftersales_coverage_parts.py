from odoo import api, fields, models


class AftersalesCoverage(models.Model):
    """The guarantee of parts that we fit or sell: by lot or serial number where the part has one."""
    _inherit = 'aftersales.coverage'

    # === BUSINESS METHODS ===#

    @api.model
    def _make_for_parts(self, orders):
        """What was fitted at these visits begins its guarantee; callable twice.

        A part that was replaced under a policy by which it has the rest of the car's term begins none.
        """
        # sudo: it follows from the delivery, whoever hands the car over
        orders = orders.sudo()
        policies = self.env['aftersales.policy']._get_released(['fitted'])
        lines = orders.job_ids.line_ids.filtered(lambda line: (
            line.line_type == 'part' and line.qty_issued > 0 and line.job_id._is_live()
            and line.job_id.coverage_id.policy_id.replacement_term != 'rest')) if policies else ()
        if not lines:
            return self.browse()
        # Most parts have no guarantee of their own: nothing more is asked for them.
        held = {line: found for line in lines if (found := policies._filter_by_terms(line.product_id, line.company_id))}
        if not held:
            return self.browse()
        made = set(self.sudo().with_context(active_test=False)._read_group(
            [('fitted_line_id', 'in', [line.id for line in held])], ['fitted_line_id', 'policy_id', 'lot_id']))
        vals_list = []
        for line, found in held.items():
            order = line.order_id
            day = order.workshop_id._get_local_day(order.delivered_date or fields.Datetime.now())
            for policy in found._filter_by_day(day):
                for lot in line._get_fitted_lots():
                    if (line, policy, lot) not in made:
                        vals_list.append(self._prepare_for_line(line, policy, lot, day))
        return self.sudo()._create_quietly(vals_list)

    @api.model
    def _prepare_for_line(self, line, policy, lot, day):
        order = line.order_id
        return {
            **self._prepare_for_product(line.product_id, policy, lot, day),
            'vehicle_id': order.vehicle_id.id,
            'fitted_line_id': line.id,
            'start_km': order._get_coverage_facts().km or order.vehicle_id.distance_km,
            'source': 'replacement' if line.job_id.coverage_id else 'part',
        }

    @api.model
    def _prepare_for_product(self, product, policy, lot, day):
        return {
            'policy_id': policy.id, 'product_id': product.id, 'lot_id': lot.id, 'lot_name': lot.name, 'start_date': day}

    @api.model
    def _make_for_sales(self, move_lines):
        """Parts with a number that were sold over the counter: their guarantee is known by it when they come back."""
        policies = self.env['aftersales.policy']._get_released(['fitted'])
        vals_list = []
        for line in move_lines.sudo() if policies else ():  # sudo: it follows from the sale, whoever hands the part out
            day = fields.Datetime.context_timestamp(self, line.date).date()
            for policy in policies._filter_by_terms(line.product_id, line.company_id)._filter_by_day(day):
                vals_list.append({
                    **self._prepare_for_product(line.product_id, policy, line.lot_id, day),
                    'partner_id': line._get_vehicle_buyer().commercial_partner_id.id,
                    'source': 'counter',
                })
        return self.sudo()._create_quietly(vals_list)

    @api.model
    def _create_quietly(self, vals_list):
        return self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(vals_list)
