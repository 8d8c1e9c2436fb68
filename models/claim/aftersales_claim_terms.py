from odoo import api, fields, models


class AftersalesClaimTerms(models.Model):
    """What a maker pays and asks for: rates, deadlines, and what a claim must carry (I3)."""
    _name = 'aftersales.claim.terms'
    _description = "Claim Terms"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin', 'aftersales.claim.mixin']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    brand_ids = fields.Many2many('fleet.vehicle.model.brand', string="Brands", help="Empty: all of them.")
    partner_id = fields.Many2one(
        'res.partner', string="Maker", required=True, index=True, ondelete='restrict', check_company=True,
        help="Who gets the claims and owes what he accepts.")
    dealer_code = fields.Char(help="Our number with the maker.")
    currency_id = fields.Many2one('res.currency', required=True, default=lambda self: self.env.company.currency_id)
    labour_rate = fields.Monetary(string="Rate per Hour", bounds=(0, 1e6), help="What the maker pays for an hour of work.")
    part_basis = fields.Selection(
        selection=[('cost', "Cost"), ('list', "Sales Price"), ('order', "Price on the Order")],
        string="Parts at", required=True, default='cost')
    handling = fields.Float(string="Handling (%)", digits=(5, 2), bounds=(0, 1000), help="Added to the price of parts.")
    claim_days = fields.Integer(
        string="Claim within (days)", default=30, bounds=(0, 3660),
        help="From the end of the repair, where the policy says nothing else; 0: no deadline.")
    reminder_days = fields.Integer(
        string="Reminded before (days)", default=7, bounds=(0, 366), help="A task is given so many days before the deadline.")
    answer_days = fields.Integer(string="Answer within (days)", default=7, bounds=(0, 3660))
    appeal_days = fields.Integer(string="Appeal within (days)", default=30, bounds=(0, 3660))
    duplicate_days = fields.Integer(
        string="Doubtful Again within (days)", default=90, bounds=(0, 3660),
        help="The same operation on the same car within so many days is told as doubled; 0: never.")
    prior_approval_above = fields.Monetary(
        string="Ask before, above", bounds=(0, 1e9), help="Claims above this need the maker's number first; 0: none does.")
    needs_photo = fields.Boolean(string="Photo", default=True)
    needs_signature = fields.Boolean(string="Signed Order", default=True)
    needs_clock = fields.Boolean(string="Clocked Hours", default=True)
    needs_old_part = fields.Boolean(string="Tag of the Old Part", default=True)
    needs_defect_code = fields.Boolean(string="Defect Code")
    settlement = fields.Selection(
        selection=[('invoice', "Invoice to the maker"), ('credit', "The maker's credit list")],
        string="Settled by", required=True, default='credit',
        help="By invoice: what the maker accepts is collected on one draft invoice, a section a claim, until it is posted. By "
             "credit list: each decision makes a document of its own.")

    # === BUSINESS METHODS ===#

    @api.model
    def _find_for(self, company, brands):
        """Terms by brand: those that name the brand, else the company's for all brands.

        :return: dict of brand: terms (empty where there are none); one query for any number of brands
        """
        terms = self.sudo().search([('company_id', '=', company.id)])  # sudo: found by whoever may make the claim
        general = terms.filtered(lambda term: not term.brand_ids)[:1]
        return {
            brand: (terms.filtered(lambda term, brand=brand: brand in term.brand_ids)[:1] or general).with_env(self.env)
            for brand in brands}

    @api.model
    def _find_for_jobs(self, jobs):
        """Terms by job: of whoever pays for it, else of the car's make, else the company's for all makes.

        :return: dict of job: terms (empty where there are none); one query for any number of jobs
        """
        # sudo: found by whoever may make the claim
        of_company = self.sudo().search([('company_id', 'in', jobs.sudo().company_id.ids)]).grouped('company_id')
        none = self.sudo().browse()
        return {
            job: of_company.get(job.sudo().company_id, none)._choose_for(job.sudo()).with_env(self.env) for job in jobs}

    def _choose_for(self, job):
        """Of these terms those that fit a job best."""
        brand, payer = job.vehicle_id.brand_id, job.payer_id.commercial_partner_id
        named = self.filtered(lambda terms: brand and brand in terms.brand_ids)
        general = self.filtered(lambda terms: not terms.brand_ids)
        fits = named | general
        return fits.filtered(lambda terms: payer and terms.partner_id.commercial_partner_id == payer)[:1] or fits[:1]
