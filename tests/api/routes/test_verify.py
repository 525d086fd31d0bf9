from fastapi.testclient import TestClient


def test_a_verdict_carries_its_reasons_and_evidence(client: TestClient) -> None:
    body = client.post("/v1/verify", json={"contexts": ["14 days"], "answer": "30 days"}).json()
    assert (body["outcome"], body["grounded"], body["score"]) == ("verified", False, 0.04)
    (claim,) = body["claims"]
    assert claim["verdict"] == "contradicted"
    assert claim["evidence"] == [{"context": 0, "start": 0, "end": 27}]
    assert claim["reasons"] == [
        {
            "code": "number_mismatch",
            "message": "the sources say 14, the answer says 30",
            "claim_span": [13, 15],
            "claim_value": "30",
            "evidence_value": "14",
        }
    ]
