from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """How many cars come, of how many that should; whom nobody wins back (J6)."""
    _inherit = 'aftersales.workshop'

    base_target = fields.Integer(
        string="Target of Base Customers", bounds=(0, 1_000_000),
        help="So many cars should have been here within twelve months. 0: no target.")

    def _get_base_domain(self):
        """Active cars: delivered here within twelve months by the outlet's clock."""
        self.ensure_one()
        day = fields.Date.subtract(self._get_local_day(fields.Datetime.now()), years=1)
        start = fields.Datetime.to_string(self._get_day_bounds(day)[1])
        return [
            ('is_customer_vehicle', '=', True), ('aftersales_order_ids', 'any', [
                ('workshop_id', '=', self.id), ('state', '=', 'delivered'), ('delivered_date', '>=', start)])]

    def _get_unprepared_tally(self, section):
        return Tally(
            33, 'lost_unprepared', section, self.env._("loyal customers lost: owner, reason or measure missing"),
            'aftersales.action_lost_customers', [
                ('workshop_id', '=', self.id), ('is_loyal', '=', True), ('is_unprepared', '=', True)], 'danger')

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_manager'):
            return tallies
        label = self.env._(
            "base customers (target %(target)d)", target=self.base_target) if self.base_target else self.env._("base customers")
        return [
            *tallies, self._get_unprepared_tally('wait'),
            Tally(90, 'base_customers', 'now', label, 'aftersales.fleet_vehicle_action', self._get_base_domain())]

    def _get_care_tallies(self, start, stop):
        return [
            *super()._get_care_tallies(start, stop), self._get_unprepared_tally('wrong'),
            Tally(46, 'win_back', 'now', self.env._("customers to win back"), 'aftersales.action_lost_customers', [
                ('workshop_id', '=', self.id), ('state', 'in', ['open', 'offered'])])]
