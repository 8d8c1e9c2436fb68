from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Partners who tow and repair for us: where, with what, when, for how much (J7)."""
    _inherit = 'res.partner'

    aftersales_is_rescue_partner = fields.Boolean(string="Rescue Partner", tracking=True)
    aftersales_rescue_area = fields.Char(string="Area Served", help="In words, for whoever phones.")
    aftersales_rescue_zones = fields.Selection(
        [('all', "Everywhere"), ('near', "City and around, no motorway")], string="Zones", default='all')
    aftersales_rescue_truck_ids = fields.Many2many(
        'aftersales.rescue.truck', 'aftersales_rescue_partner_truck_rel', 'partner_id', 'truck_id', string="Trucks",
        copy=False, groups='aftersales.group_dispatch_rescue')
    aftersales_rescue_equipment = fields.Char(string="Equipment", help="e.g. jump starter, dollies, insulated gloves.")
    aftersales_rescue_hours = fields.Selection(
        [('always', "Day and night"), ('day', "By day, 7 to 22")], string="Service Hours", default='always')
    aftersales_rescue_contract_end = fields.Date(string="Contract End", tracking=True)
    aftersales_rescue_tariff_ids = fields.One2many('aftersales.rescue.tariff', 'partner_id', string="Tariff",
        groups='aftersales.group_dispatch_rescue')
    aftersales_rescue_asked_count = fields.Integer(string="Asked", compute='_compute_aftersales_rescue_score')
    aftersales_rescue_score = fields.Integer(
        string="Accepts, %", compute='_compute_aftersales_rescue_score', help="Of the last year's questions.")

    # Few of all partners, as their list shows them.
    _aftersales_rescue_idx = models.Index("(complete_name, id) WHERE aftersales_is_rescue_partner IS TRUE")

    @api.depends_context('company')
    def _compute_aftersales_rescue_score(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        # sudo: how often a partner comes is told to whoever sees its card
        answers = self.env['aftersales.rescue.offer'].sudo()._read_group(
            [('partner_id', 'in', self.ids), ('asked_date', '>=', since), ('state', 'in', ('accepted', 'refused', 'silent'))],
            ['partner_id', 'state'], ['__count'])
        for partner in self:
            own = {state: count for other, state, count in answers if other == partner._origin}
            asked = sum(own.values())
            partner.aftersales_rescue_asked_count = asked
            partner.aftersales_rescue_score = round(100 * own.get('accepted', 0) / asked) if asked else 0

    @api.model
    def _get_rescue_partners(self, rescue):
        """Partners that can do it now, whoever accepts most often first."""
        now = rescue.workshop_id._get_local_day(fields.Datetime.now())
        hour = fields.Datetime.context_timestamp(
            self.with_context(tz=rescue.workshop_id._get_tz().zone), fields.Datetime.now()).hour
        domain = (
            Domain('aftersales_is_rescue_partner', '=', True) & Domain('company_id', 'in', (False, rescue.company_id.id))
            & (Domain('aftersales_rescue_contract_end', '=', False) | Domain('aftersales_rescue_contract_end', '>=', now)))
        if rescue.area_kind == 'motorway':
            domain &= Domain('aftersales_rescue_zones', '!=', 'near')
        if not 7 <= hour < 22:
            domain &= Domain('aftersales_rescue_hours', '!=', 'day')
        if rescue.truck not in ('none', False):
            domain &= Domain('aftersales_rescue_truck_ids.kind', '=', rescue.truck)
        return self.search(domain).sorted(
            lambda partner: (-partner.aftersales_rescue_score, partner.aftersales_rescue_asked_count, partner.id))
