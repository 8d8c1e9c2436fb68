from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

# What the format of STAR 5 was delivered with before.
DELIVERED = [
    ('DocumentIdentification/DocumentID', 'claim.number'),
    ('WarrantyClaimHeader/ClaimNumberString', 'claim.number'),
    ('WarrantyClaimHeader/ClaimTypeCode', 'claim.type'),
    ('WarrantyClaimHeader/DealerParty/PartyID', 'claim.dealer_code'),
    ('WarrantyClaimHeader/RepairOrderID', 'claim.order'),
    ('WarrantyClaimHeader/RepairOrderOpenedDate', 'claim.repair_start'),
    ('WarrantyClaimHeader/RepairOrderCompletedDate', 'claim.repair_end'),
    ('WarrantyClaimHeader/PreApprovalNumberString', 'claim.approval'),
    ('WarrantyClaimHeader/CampaignID', 'claim.campaign'),
    ('Vehicle/VehicleID', 'claim.vin'),
    ('Vehicle/Model', 'claim.model'),
    ('Vehicle/InDistanceMeasure', 'claim.km'),
    ('Vehicle/InServiceDate', 'claim.sale_date'),
    ('Job/DefectCode', 'claim.defect'),
    ('Job/ComplaintCode', 'claim.complaint'),
    ('Job/CausalPart/ItemID', 'claim.causal_part'),
    ('Job/CausalPart/SerialNumberID', 'claim.causal_number'),
    ('Job/CodesAndCommentsExpanded/ComplaintDescription', 'claim.concern'),
    ('Job/CodesAndCommentsExpanded/CauseDescription', 'claim.cause'),
    ('Job/CodesAndCommentsExpanded/CorrectionDescription', 'claim.correction'),
    ('ClaimLine/LineTypeCode', 'line.kind'),
    ('ClaimLine/ItemID', 'line.code'),
    ('ClaimLine/ItemDescription', 'line.name'),
    ('ClaimLine/ItemQuantity', 'line.quantity'),
    ('ClaimLine/UnitPrice', 'line.price'),
    ('ClaimLine/TotalAmount', 'line.amount'),
    ('Price/ChargeCurrencyCode', 'claim.currency'),
    ('Price/ChargeAmount', 'claim.amount'),
]


def migrate(cr, version):
    """A format of STAR that nobody has changed gets the columns that are delivered now; one of the house stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    star = env.ref('aftersales.claim_export_star', raise_if_not_found=False)
    if star and [(column.header, column.source) for column in star.column_ids] == DELIVERED:
        convert_file(env, 'aftersales', 'data/claim/claim_export_star.xml', {}, mode='init', noupdate=False)
