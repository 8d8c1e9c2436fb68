from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

# Stages in which somebody still has to do something with the part.
OPEN_STAGES = ('due', 'received', 'inspected', 'asked')
# What is decided of a part, until it has gone its way.
DECIDED_FIELDS = {
    'duty', 'condition', 'value', 'stock_product_id', 'stock_value', 'scrap_reason', 'collector_id', 'certificate',
    'supplier_id'}
# What the tag says of a part that is not here any more.
TAG_FIELDS = {'product_id', 'quantity', 'serial_number', 'place', 'location_id', 'photo', 'job_id'}
# The way that fits what was found of the part.
DUTY_OF_CONDITION = {'reusable': 'stock', 'repairable': 'stock', 'scrap': 'scrap', 'hazard': 'hazard', 'core': 'core'}


class AftersalesOldPart(models.Model):
    """The whole life of an old part, whoever paid for the work: from the car to where it ends (H6)."""
    _name = 'aftersales.old.part'
    _inherit = ['aftersales.old.part', 'aftersales.claim.mixin', 'aftersales.scrap.sale.mixin']

    line_id = fields.Many2one(
        'aftersales.order.line', string="New Part", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    location_id = fields.Many2one(
        'stock.location', string="Store Place", copy=False, tracking=True, index='btree_not_null', ondelete='restrict',
        check_company=True, domain="[('aftersales_is_old_parts', '=', True)]",
        help="A place of the old-part store, by its barcode; left empty, the store of the outlet itself. The box in it stands "
             "in “Place”.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    duty = fields.Selection(
        selection=[
            ('claim', "For the claim"),
            ('customer', "To the customer"),
            ('maker', "Back to the maker"),
            ('core', "Core, to be credited"),
            ('stock', "Reconditioned into stock"),
            ('hazard', "Hazardous waste"),
            ('scrap', "Scrap"),
        ],
        string="What Becomes of It", required=True, default='claim', tracking=True, index=True)
    reason = fields.Char(string="Why Taken Out", max_length=250)
    condition = fields.Selection(
        selection=[
            ('reusable', "Reusable"),
            ('repairable', "Repairable"),
            ('scrap', "Scrap"),
            ('hazard', "Hazardous"),
            ('core', "Core"),
            ('warranty', "Warranty part"),
        ],
        copy=False, tracking=True, help="What the inspection found.")
    inspected_date = fields.Datetime(string="Inspected On", readonly=True, copy=False)
    inspected_by_id = fields.Many2one('res.users', string="Inspected By", readonly=True, copy=False)
    value = fields.Monetary(string="Value of the Old Part",
        bounds=(0, 1e12), tracking=True, groups='aftersales.group_price', copy=False,
        help="What the old part is still worth, all pieces together.")
    stage = fields.Selection(
        selection=[
            ('due', "Due Back"),
            ('received', "Taken In"),
            ('inspected', "Inspected"),
            ('asked', "Waits for a Manager"),
            ('customer', "With the Customer"),
            ('sent', "Sent Back"),
            ('accepted', "Accepted"),
            ('rejected', "Supplier Rejected"),
            ('credited', "Credited"),
            ('stock', "In Stock"),
            ('scrapped', "Scrapped"),
            ('collected', "Collected"),
            ('lost', "Part Lost"),
        ],
        compute='_compute_stage', store=True, index=True, tracking=True)
    ended_date = fields.Datetime(string="Gone On", compute='_compute_stage', store=True)
    gone_to = fields.Char(string="Given To", compute='_compute_gone_to')
    move_ids = fields.One2many('aftersales.old.part.move', 'old_part_id', string="Custody", readonly=True)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(
        'handed_in_date', 'inspected_date', 'asked', 'sent_date', 'appraisal', 'scrapped_date', 'receipt_id', 'credited_date',
        'stocked_date', 'collected_date', 'lost_date')
    def _compute_stage(self):
        for part in self:
            ends = part._get_ends()
            part.stage, part.ended_date = next(((stage, date) for stage, date in ends if date), (None, False))
            if not part.stage:
                part.stage = (
                    'asked' if part.asked else 'inspected' if part.inspected_date
                    else 'received' if part.handed_in_date else 'due')

    def _get_ends(self):
        """:return: list of (stage, when it came about), the one that counts first"""
        self.ensure_one()
        return [
            ('lost', self.lost_date), ('credited', self.credited_date), ('customer', self.receipt_id.date),
            ('stock', self.stocked_date), ('collected', self.collected_date), ('scrapped', self.scrapped_date),
            (self.appraisal or 'sent', self.sent_date)]

    @api.depends('stage', 'receipt_id', 'supplier_id', 'collector_id', 'statement_id', 'stock_product_id')
    def _compute_gone_to(self):
        for part in self.sudo():  # sudo: who has it is told to whoever may read the tag
            taker = {
                'customer': part.receipt_id.receiver, 'collected': part.collector_id.display_name,
                'stock': part.stock_product_id.display_name or part.product_id.display_name,
            }
            if part.stage in ('sent', 'accepted', 'rejected', 'credited'):
                part.gone_to = (part.supplier_id or part.statement_id.partner_id).display_name
            else:
                part.gone_to = taker.get(part.stage, False)

    @api.depends('duty', 'stage')
    def _compute_is_overdue(self):
        """What stays here has to go its way by its day; for claims the day is that of handing in."""
        super()._compute_is_overdue()
        today = fields.Date.context_today(self)
        for part in self.filtered(lambda part: part.duty != 'claim'):
            part.is_overdue = bool(part.deadline and part.deadline < today and part.stage in OPEN_STAGES)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        claims = super()._search_is_overdue('in', [True])
        own = Domain('deadline', '<', fields.Date.context_today(self)) & Domain('stage', 'in', OPEN_STAGES)
        overdue = (Domain('duty', '=', 'claim') & claims) | (Domain('duty', '!=', 'claim') & own)
        return overdue if True in value else ~overdue

    @api.onchange('condition')
    def _onchange_condition(self):
        if self.duty not in ('claim', 'customer') and self.condition in DUTY_OF_CONDITION:
            self.duty = DUTY_OF_CONDITION[self.condition]

    # === CONSTRAINT METHODS ===#

    @api.constrains('location_id')
    def _check_location(self):
        for part in self.sudo():  # sudo: what a place is for is asked, whoever enters it
            if part.location_id and not part.location_id.aftersales_is_old_parts:
                raise ValidationError(self.env._(
                    "%(place)s is no place of the old-part store: %(tag)s would lie among parts for sale.",
                    place=part.location_id.display_name, tag=part.name))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(DECIDED_FIELDS | TAG_FIELDS):
            self._check_may_be_changed(vals)
        moved = self.filtered(lambda part: part.handed_in_date and (
            'place' in vals and part.place != vals['place']
            or 'location_id' in vals and part.location_id.id != (vals['location_id'] or False)))
        result = super().write(vals)
        moved._trace('moved')
        return result

    def _check_may_be_changed(self, vals):
        """What is decided of a part is the store's; of one that has gone its way nothing changes any more."""
        decided = not vals.keys().isdisjoint(DECIDED_FIELDS)
        if decided and not self.env.user.has_group('aftersales.group_take_old_part'):
            raise AccessError(self.env._("What becomes of an old part is said by the store or the claims clerk."))
        if 'duty' in vals:
            self._check_claims_change(vals)
        for part in self:
            if part.duty != 'claim' and part.stage not in OPEN_STAGES:
                raise UserError(self.env._("%(tag)s has gone its way and stays as it is.", tag=part.name))
            if decided and part.asked:
                raise UserError(self.env._(
                    "%(tag)s waits for a manager's word. It is changed once he has said it.", tag=part.name))

    def _check_claims_change(self, vals):
        if any((part.duty == 'claim') != (vals['duty'] == 'claim') for part in self) and not (
                self.env.user.has_group('aftersales.group_claims')):
            raise AccessError(self.env._("Whether an old part is for a claim is the claims clerk's to say."))

    # === BUSINESS METHODS ===#

    def _trace(self, step, note=''):
        """Write down the hand that the parts went through."""
        # sudo: custody is written by the steps themselves
        self.env['aftersales.old.part.move'].sudo().create([
            {'old_part_id': part.id, 'custody_step': step, 'place': part.place, 'location_id': part.location_id.id,
             'note': note, 'user_id': self.env.uid}
            for part in self._origin])  # without those that a one2many still shows of a creation

    def _describe_tag(self):
        """The part as lists that are signed name it."""
        return '\t'.join((self.name, self.product_id.display_name, f'{self.quantity:g}', self.serial_number or ''))
