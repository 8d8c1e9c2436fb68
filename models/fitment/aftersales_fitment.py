import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1900, 2200
ENGINES = re.compile(r'[,;/|，；、]')


class AftersalesFitment(models.Model):
    """H1: which cars a part is for, as the maker's catalogue says it; an exclusion goes before whatever fits."""
    _name = 'aftersales.fitment'
    _description = "Fitment"
    _order = 'product_tmpl_id.id, is_exclusion, id'

    product_tmpl_id = fields.Many2one('product.template', string="Part", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='product_tmpl_id.company_id', store=True, index='btree_not_null')
    brand_id = fields.Many2one(
        'fleet.vehicle.model.brand', string="Make", required=True, ondelete='restrict', index=True,
        compute='_compute_brand_id', store=True, readonly=False, precompute=True)
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Model", ondelete='restrict', index='btree_not_null',
        domain="[('brand_id', '=?', brand_id)]", help="Empty: all models of the make.")
    year_from = fields.Integer(string="From Year", bounds=(0, LAST_YEAR))
    year_to = fields.Integer(string="To Year", bounds=(0, LAST_YEAR))
    vin_from = fields.Char(string="From VIN", max_length=17)
    vin_to = fields.Char(string="To VIN", max_length=17)
    engine = fields.Char(
        string="Engine", max_length=64,
        help="Codes with commas between. A car whose engine number begins with one fits; others are for somebody to compare.")
    position = fields.Char(string="Position", max_length=64, help="Where in the car, such as front left.")
    qualifier = fields.Char(string="Qualifier", max_length=128, help="What else must be so, such as: with sport chassis.")
    quantity = fields.Integer(string="Per Car", bounds=(0, 999), help="How many a car takes; 0: not said.")
    is_exclusion = fields.Boolean(string="Does Not Fit", help="These cars are left out, whatever other lines say.")
    active = fields.Boolean(default=True)
    source_key = fields.Char(
        string="In the Catalogue", readonly=True, copy=False, max_length=130, index='btree_not_null',
        help="Whose catalogue brought it, and its number there: when that comes again, this line is changed or archived.")

    _source_key_unique = models.UniqueIndex(
        '(product_tmpl_id, source_key)', "The part has this line of the catalogue already. Change that one.")

    # What is for a car is asked by both: all lines of a make are too many to look through.
    _car_idx = models.Index('(brand_id, model_id)')

    # === COMPUTE METHODS ===#

    @api.depends('model_id')
    def _compute_brand_id(self):
        for fitment in self:
            fitment.brand_id = fitment.model_id.brand_id or fitment.brand_id

    @api.depends('product_tmpl_id', 'brand_id', 'model_id')
    def _compute_display_name(self):
        for fitment in self:
            car = fitment.model_id.display_name or fitment.brand_id.name or ''
            fitment.display_name = f'{fitment.product_tmpl_id.name or ""}: {car}'

    # === CONSTRAINTS ===#

    @api.constrains('brand_id', 'model_id', 'year_from', 'year_to', 'vin_from', 'vin_to')
    def _check_range(self):
        for fitment in self:
            if fitment.model_id and fitment.model_id.brand_id != fitment.brand_id:
                raise ValidationError(self.env._(
                    "%(fitment)s: the model is of another make. Choose the make of the model.",
                    fitment=fitment.display_name))
            if (fitment.year_from and fitment.year_to and fitment.year_from > fitment.year_to) or (
                    fitment.vin_from and fitment.vin_to and fitment._read_vin('vin_from') > fitment._read_vin('vin_to')):
                raise ValidationError(self.env._(
                    "%(fitment)s: the range ends before it begins. Exchange the two ends.", fitment=fitment.display_name))

    # === BUSINESS METHODS ===#

    def _read_vin(self, name):
        return (self[name] or '').strip().upper()

    def _meets(self, vehicle):
        """:return: True, False, or None when what the car's file lacks would decide it"""
        self.ensure_one()
        model = vehicle.model_id
        if not model:
            return None
        if self.brand_id != model.brand_id or (self.model_id and self.model_id != model):
            return False
        answers = [self._meets_years(vehicle), self._meets_vin(vehicle), self._meets_engine(vehicle)]
        return False if False in answers else None if None in answers else True

    def _meets_years(self, vehicle):
        if not self.year_from and not self.year_to:
            return True
        year = str(vehicle.model_year or '')
        if not year.isdecimal():
            return None
        return (self.year_from or FIRST_YEAR) <= int(year) <= (self.year_to or LAST_YEAR)

    def _meets_vin(self, vehicle):
        first, last = self._read_vin('vin_from'), self._read_vin('vin_to')
        if not first and not last:
            return True
        vin = (vehicle.vin_sn or '').strip().upper()
        return (first <= vin and (not last or vin <= last)) if vin else None

    def _meets_engine(self, vehicle):
        """An engine number begins with the engine's code; one that does not may name a family, so that nobody is refused."""
        fold = self.env['aftersales.part.number']._fold
        codes = [code for code in map(fold, ENGINES.split(self.engine or '')) if code]
        return True if not codes or fold(vehicle.engine_number).startswith(tuple(codes)) else None

    def _has_engine_doubt(self, vehicle):
        """Whether the engine alone keeps the line from a clear answer."""
        return bool(self._meets(vehicle) is None and vehicle.model_id and self._meets_engine(vehicle) is None
                    and self._meets_years(vehicle) and self._meets_vin(vehicle))

    def _get_car_words(self):
        """The cars of the line in a few words: model or make, years, VINs."""
        self.ensure_one()
        words = [self.model_id.display_name or self.brand_id.name]
        if self.year_from or self.year_to:
            words.append(f"{self.year_from or ''}–{self.year_to or ''}")
        if self.vin_from or self.vin_to:
            words.append(f"VIN {self._read_vin('vin_from')}–{self._read_vin('vin_to')}")
        return " ".join(words)

    def _get_terms(self):
        """What the line asks for beside the car, which a person compares."""
        return ", ".join(text for text in (self.position, self.engine, self.qualifier) if text)
