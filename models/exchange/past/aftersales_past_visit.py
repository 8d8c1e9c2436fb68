from odoo import api, fields, models


class AftersalesPastVisit(models.Model):
    """A visit that another system kept, from before the house worked with this one: read, never changed (Q3).

    It is no repair order: nothing of it is invoiced, guaranteed or counted once more. Its odometer is a reading of
    the car, and work of the car's maintenance plan is a service done.
    """
    _name = 'aftersales.past.visit'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Earlier Visit"
    _order = 'date_in desc, id desc'
    _rec_name = 'number'
    _rec_names_search = ['number']

    number = fields.Char(string="Order No. Then", required=True, readonly=True, index='trigram')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    source = fields.Char(string="From System", required=True, readonly=True)
    vehicle_id = fields.Many2one('fleet.vehicle', required=True, readonly=True, index=True, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index='btree_not_null', ondelete='restrict')
    date_in = fields.Date(string="Car Came On", required=True, readonly=True, index=True)
    date_out = fields.Date(string="Car Left On", readonly=True)
    odometer = fields.Float(string="Odometer Then", readonly=True, digits=(12, 0), aggregator=None, bounds=(None, 9_999_999))
    advisor_name = fields.Char(string="Advisor Then", readonly=True)
    concern = fields.Text(string="Customer's Words", readonly=True)
    line_ids = fields.One2many('aftersales.past.visit.line', 'visit_id', string="Work and Parts", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary(
        string="Amount of the Visit", compute='_compute_amount', store=True,
        groups='aftersales.group_price', help="As the other system says, of all its lines.")
    import_id = fields.Many2one(
        'aftersales.exchange.import', string="Data Import", readonly=True, index='btree_not_null', ondelete='set null',
        groups='aftersales.group_exchange')
    import_run = fields.Integer(readonly=True, aggregator=None)

    @api.depends('line_ids.amount')
    def _compute_amount(self):
        for visit in self:
            visit.amount = sum(visit.line_ids.mapped('amount'))

    def _is_history(self):
        """What another system recorded is not rewritten here."""
        return True

    def _prepare_star(self, unit):
        """As a ``RepairOrder`` of the history of its car."""
        self.ensure_one()
        currency = {'currencyID': self.currency_id.name}
        return [
            ('RepairOrderHeader', [
                ('DocumentIdentificationGroup', [('DocumentIdentification', [('DocumentID', self.number)])]),
                ('RepairOrderOpenedDate', self.date_in.isoformat()),
                ('RepairOrderCompletedDate', self.date_out.isoformat() if self.date_out else False),
                ('InDistanceMeasure', self.odometer or False, unit)]),
            ('Job', [
                ('JobNumberString', '1'), ('CodesAndCommentsExpanded', [('ComplaintDescription', self.concern)]),
                *(('ServiceParts' if line.kind == 'part' else 'ServiceLabor', [
                    ('ItemIdDescription' if line.kind == 'part' else 'LaborOperationDescription', line.display_name),
                    ('ItemQuantity' if line.kind == 'part' else 'LaborAllowanceHoursNumeric', line.quantity or False),
                    ('ChargeAmount', line.amount, currency)]) for line in self.line_ids)]),
        ]
